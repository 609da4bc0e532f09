"""The whole day of a desk, in real browsers over the loaded record; at each step what each of them sees of it."""

import pytest

from tests.day import approving, around, bringing_in, correcting, releasing, withdrawing
from tests.day.camera import FOLDER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_whole_day_of_a_desk(day):
    bringing_in.import_the_article(day)
    bringing_in.put_it_right(day)
    bringing_in.choose_names_and_facts(day)
    bringing_in.let_a_warning_stand(day)
    approving.submit(day)
    approving.be_returned(day)
    approving.mend(day)
    approving.be_approved_by_another(day)
    hour = releasing.schedule(day)
    for stage in (
        around.keep_a_house_rule,
        around.try_a_table,
        around.meet_a_colleague,
        around.ask_somebody_outside,
        around.look_back,
        around.see_where_a_fact_is_shown,
    ):
        stage(day)
    releasing.wait_for_the_hour(day, hour)
    correcting.find_an_error_and_correct_it(day)
    correcting.publish_the_correction(day)
    correcting.all_are_told(day)
    withdrawing.withdraw(day)
    withdrawing.restore(day)
    assert sorted(day.camera.taken) == sorted(path.name for path in FOLDER.glob("*.png"))
