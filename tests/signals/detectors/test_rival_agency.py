from accounts.models import Relation
from tests.factories import BudgetFactory
from tests.scenarios import Story, ago, alert_strength, learnt, opens, read, sentence

KEY = "rival_agency"


def rival(cut: int = 5) -> Story:
    """A manager account linked, an outsider who may export, and a budget cut."""
    story = Story().budget(3000, 300).links_manager("Rival MCC", 40)
    story.lets_in("eve@mail.example", 20, Relation.OTHER, role="Data export")
    return story.budget(2000, cut)


def test_it_fires_for_three_facts_inside_60_days_and_names_them() -> None:
    story = rival()

    assert alert_strength(KEY, story) == 1.0
    assert sentence(KEY, story) == (
        "Inside 60 days: an outsider may enter the ad account since 10 Feb 2026; "
        "one may export or administer since 10 Feb 2026; budget or spend cut since 25 Feb 2026."
    )


def test_an_outsider_who_may_administer_is_two_of_the_facts() -> None:
    story = Story().budget(3000, 300).lets_in("eve@rival.example", 20, Relation.AGENCY, role="Admin").budget(2000, 3)

    assert opens(KEY, story)


def test_each_fact_alone_and_any_two_open_nothing() -> None:
    outsider = Story("A").lets_in("eve@mail.example", 20, Relation.OTHER, role="Read only")
    admin = Story("B").lets_in("eve@mail.example", 20, Relation.OTHER, role="admin")
    cut = Story("C").budget(3000, 300).budget(2000, 5)
    both = Story("D").budget(3000, 300).budget(2000, 5).links_manager("Rival MCC", 40)

    assert [alert_strength(KEY, story) for story in (outsider, admin, cut, both)] == [0.0, 0.4, 0.0, 0.4]
    assert sentence(KEY, cut) == "Nothing looks like another agency at work."
    assert sentence(KEY, both).startswith("Inside 60 days: an outsider may enter")


def test_facts_further_apart_than_60_days_are_no_pattern_but_let_an_alert_stand() -> None:
    assert alert_strength(KEY, rival(cut=60)) == 0.4


def test_spend_that_falls_counts_as_a_cut() -> None:
    story = Story().spends(100, since=209, until=28).spends(50, since=27, results=2)
    story.lets_in("eve@rival.example", 20, Relation.AGENCY, role="Admin")

    assert opens(KEY, story)
    assert read(KEY, story).evidence[-1].text == "Ad spend down 50% in four weeks"


def test_spend_that_cheaper_results_explain_does_not() -> None:
    story = Story().spends(100, since=209, until=28).spends(50, since=27)
    story.lets_in("eve@rival.example", 20, Relation.AGENCY, role="Admin")

    assert not opens(KEY, story)


def test_a_budget_we_cut_ourselves_does_not() -> None:
    story = Story().budget(3000, 300).budget(2000, 3, made_by="us")

    assert not opens(KEY, story.lets_in("eve@rival.example", 20, Relation.AGENCY, role="Admin"))


def test_who_was_let_in_while_we_began_is_no_rival() -> None:
    story = Story(started=50).budget(3000, 45).lets_in("it@mail.example", 40, Relation.OTHER, role="Admin")

    assert not opens(KEY, story.budget(2000, 3))


def test_one_who_exported_and_left_is_one_still() -> None:
    story = Story().budget(3000, 300).budget(2000, 3)

    assert opens(KEY, story.lets_in("eve@rival.example", 20, Relation.AGENCY, role="Admin", until=15))


def test_benign_announced_auditor_is_no_part_of_it() -> None:
    story = Story().budget(3000, 300).budget(2000, 3).links_manager("Auditor", 20, announced=True)

    assert not opens(KEY, story.lets_in("a@audit.example", 20, Relation.OTHER, role="Admin", announced=True))


def test_benign_own_people_are_no_strangers() -> None:
    story = Story().budget(3000, 300).budget(2000, 3).lets_in("new@client.example", 9, Relation.CLIENT, role="Admin")

    assert not opens(KEY, story.lets_in("kim@agency.example", 4, Relation.OURS, role="Admin"))


def test_without_an_ad_account_it_cannot_be_told() -> None:
    assert alert_strength(KEY, Story()) is None


def test_a_cut_learnt_later_does_not_count_before() -> None:
    story = Story().budget(3000, 300).lets_in("eve@rival.example", 20, Relation.AGENCY, role="Admin")
    with learnt(2):
        BudgetFactory(ad_account=story.account, client=story.client, starts=ago(9), monthly=2000)

    assert not opens(KEY, story, day=ago(3))
    assert opens(KEY, story)


def test_evidence_names_each_fact_that_was_counted() -> None:
    told = read(KEY, rival())

    assert {1.0, 2.0, 3.0} == set(told.figures)
    assert len({*told.figures}) == told.reading["facts"]
    assert [record.text for record in told.evidence] == [
        "Budget cut from 3,000 to 2,000 EUR a month by the client",
        "eve@mail.example was let in (outside both)",
        "eve@mail.example may export or administer: Data export",
        "Rival MCC was let in (another agency)",
    ]
