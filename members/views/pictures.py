"""Pages and files of the pictures of members."""

from members.pictures.over_time import strips
from members.pictures.spells import every_spell
from members.pictures.status_map import status_map
from publishing.drawing.picture import Picture
from publishing.drawing.views import PicturePage


class MembershipPage(PicturePage):
    """Every status of every state, since the first one."""

    takes_day = True

    def picture(self) -> Picture | None:
        return strips(every_spell(self.moment), self.day)


class MapPage(PicturePage):
    """The statuses of one day."""

    takes_day = True

    def picture(self) -> Picture | None:
        return status_map(every_spell(self.moment), self.day)
