"""Under which topics the entries of the fact base are filed."""

from home.record.loader.desk import Desk

# By the beginning of the key; every line that fits counts.
TOPICS = {
    "forces/": ["collective-forces"],
    "forces/CPF": ["peacekeeping"],
    "exercises/": ["military-exercises"],
    "exercises/ex-ib-": ["peacekeeping"],
    "requests/": ["crisis-response"],
    "requests/rq-tj-": ["afghanistan-border"],
    "requests/rq-am-arms": ["arms-transfers", "nagorno-karabakh"],
    "requests/rq-am-2": ["nagorno-karabakh"],
    "requests/rq-kz-2022": ["kazakhstan-january-2022"],
    "operations/op-kazakhstan-2022": ["kazakhstan-january-2022", "peacekeeping", "crisis-response"],
    "operations/op-armenia-mission-2022": ["nagorno-karabakh", "crisis-response"],
    "tensions/tn-kgtj-": ["kyrgyz-tajik-border"],
    "tensions/tn-karabakh-": ["nagorno-karabakh"],
    "tensions/tn-amaz-": ["nagorno-karabakh"],
    "tensions/tn-am-csto": ["membership", "alliance-unity"],
    "tensions/tn-am-protests-2022": ["nagorno-karabakh"],
    "tensions/tn-by-ru-2009": ["alliance-unity"],
    "tensions/tn-uz-ksor": ["alliance-unity", "collective-forces"],
    "tensions/tn-unity-2022": ["alliance-unity"],
    "tensions/tn-kz-2022": ["kazakhstan-january-2022"],
    "proposals/pr-iran-": ["enlargement"],
    "proposals/pr-status-": ["enlargement", "institutions-and-law"],
    "proposals/pr-uz-": ["enlargement"],
    "proposals/pr-cis-": ["enlargement"],
    "proposals/pr-khrenin-": ["enlargement"],
    "proposals/pr-evseev-": ["enlargement"],
    "proposals/pr-nato-2005": ["nato"],
    "proposals/pr-csto-nato-": ["nato"],
    "proposals/pr-kg-charter-2022": ["institutions-and-law", "kyrgyz-tajik-border"],
    "proposals/pr-am-monitor-2021": ["nagorno-karabakh"],
    "state_events/AM-": ["membership"],
    "state_events/UZ-": ["afghanistan-border"],
    "other_statuses/": ["institutions-and-law"],
    "instruments/": ["institutions-and-law"],
    "instruments/CSC-UZ-": ["membership"],
    "instruments/KSOR-2009": ["collective-forces"],
    "instruments/PEACEKEEPING-2007": ["peacekeeping"],
    "summits/csc-2021-08-23": ["afghanistan-border"],
    "summits/csc-2022-01-": ["kazakhstan-january-2022", "crisis-response"],
    "summits/csc-2022-05-16": ["alliance-unity", "nato"],
    "summits/csc-2022-09-13": ["nagorno-karabakh", "crisis-response"],
    "summits/csc-2022-10-28": ["nagorno-karabakh", "crisis-response"],
    "statements/sa-lukashenko-front": ["sanctions", "alliance-unity"],
    "statements/sa-lukashenko-unity": ["alliance-unity"],
    "statements/sa-lukashenko-nato": ["nato"],
    "statements/sa-lukashenko-eu": ["alliance-unity"],
    "statements/sa-pashinyan-reaction": ["nagorno-karabakh", "crisis-response"],
    "statements/sa-pashinyan-arms": ["arms-transfers", "nagorno-karabakh"],
    "statements/sa-pashinyan-russia": ["nagorno-karabakh"],
    "statements/sa-pashinyan-votes": ["alliance-unity"],
    "statements/sa-putin-nato": ["nato"],
    "statements/sa-putin-cis": ["enlargement"],
    "statements/sa-putin-exercises": ["military-exercises", "arms-transfers"],
    "statements/sa-tokayev-": ["afghanistan-border"],
    "statements/sa-japarov-": ["afghanistan-border"],
    "statements/sa-rahmon-": ["afghanistan-border"],
}


def file_under_topics(desk: Desk) -> None:
    for key, entry in desk.entries.items():
        found = [topic for beginning, topics in TOPICS.items() if key.startswith(beginning) for topic in topics]
        known = [f"topics/{topic}" for topic in dict.fromkeys(found) if f"topics/{topic}" in desk.ids]
        if known:
            desk.link(entry, "topics", known)
