from surveys.models import *
from tests.surveys.pages import *


def test_smoke(db):
    ask = asked()
    r = person().get(page_of(ask, query="?score=9"))
    print(r.status_code, r.content.decode()[:3000])
    r = press(ask, 3, comment="slow")
    print(r.status_code, r.headers)
    t = person().get(r["Location"])
    print(t.status_code, t.content.decode())
    for u in ("survey_stop",):
        print(person().get(page_of(ask, u)).content.decode())
    print(Answer.objects.values(), Loop.objects.values())
