"""Words for words: what is written in short where the record writes it out, what asks and is not looked for, and, until
an entry has a Russian edition, English words for the Russian ones of its subject."""

# Said of the question, not of the answer.
QUESTIONS = frozenset({"say", "says", "said", "tell", "tells", "told", "happen", "happened", "mean", "means"})

WRITTEN_OUT = {
    "st": "saint", "pm": "prime minister", "fm": "foreign minister", "sg": "secretary general",
    "mod": "ministry of defence", "online": "video", "chaired": "chairman", "chair": "chairman",
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july", "aug": "august",
    "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
}  # fmt: skip

# By stems, as PostgreSQL's Russian dictionary cuts them.
RUSSIAN = {
    "саммит": "summit", "сесс": "session", "встреч": "meeting", "учен": "exercise", "санкц": "sanctions",
    "границ": "border", "миротворц": "peacekeepers", "миротворческ": "peacekeeping", "договор": "treaty",
    "устав": "charter", "войн": "war", "заявлен": "statement", "декларац": "declaration", "президент": "president",
    "бюджет": "budget", "членств": "membership", "наблюдател": "observer", "стат": "article", "решен": "decision",
    "оруж": "arms", "расширен": "enlargement", "единств": "unity", "секретар": "secretary", "министр": "minister",
}  # fmt: skip
