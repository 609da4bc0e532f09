"""Short texts of the record's facts that readers meet on every other page, marked so that Russian has them too."""

from django.utils.translation import gettext_noop as _

CAPACITIES = (
    _("head of state"),
    _("head of government"),
    _("acting head of state"),
    _("chairman of the cabinet of ministers"),
    _("invited guest"),
    _("Secretary General"),
    _("Acting Secretary General"),
)
ROLES = (
    _("Head of the department of Eurasian integration and SCO development"),
    _("Press secretary of the CSTO"),
    _("Chairman of the CSTO Parliamentary Assembly; Speaker of the State Duma"),
    _("Minister of Defence"),
)
UNITS = (_("personnel"), _("battalions"))
BODIES = (
    _("CSTO body"),
    _("academy"),
    _("ministry"),
    _("news website"),
    _("research institute"),
    _("research institute (non-governmental)"),
)
STATUSES = (
    _("held"),
    _("planned"),
    _("cancelled"),
    _("concluded"),
    _("standing"),
    _("in effect"),
    _("forecast"),
    _("not adopted"),
    _("not pursued"),
    _("not met"),
    _("partly met"),
    _("no collective action"),
    _("no military help"),
    _("no known result"),
    _("not known to be adopted"),
    _("declined (no troops; advisers and police aid)"),
    _("granted (programme adopted only on 28 November 2024)"),
    _("granted (peacekeeping mission)"),
    _("not met, according to Pashinyan"),
    _("adopted; in force by January 2021"),
    _("not pursued; Tashkent never confirmed such talk"),
    _("declaration of readiness in the anniversary statement"),
    _("not adopted; repeated in June 2022"),
)
PLACES = (_("Astana"), _("Nur-Sultan"))
ADDRESSEES = (_("CSTO Permanent Council"), _("CSTO member states"))
ACTS = (
    _("Treaty on Collective Security"),
    _("Charter of the Collective Security Treaty Organization"),
    _("Protocol prolonging the Collective Security Treaty of 15 May 1992"),
    _("Decision on restoring the membership of Uzbekistan, with protocol of 16 August 2006"),
    _("Decision suspending the membership of Uzbekistan at its own request"),
)
