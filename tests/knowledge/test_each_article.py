"""Is something made of each article, and of the same one only once?"""

from knowledge.each_article import EachArticle
from knowledge.model import Article


def test_of_the_very_same_article_nothing_is_made_again() -> None:
    made: list[str] = []

    def make(article: Article) -> str:
        made.append(article.title)
        return article.title.upper()

    one, other = Article("a.md", "one", "en", ()), Article("b.md", "other", "en", ())
    each = EachArticle(make)
    assert each.of([one, other]) == ["ONE", "OTHER"]
    assert each.of([other, one]) == ["OTHER", "ONE"]
    changed = Article("a.md", "changed", "en", ())
    assert each.of([changed]) == ["CHANGED"]
    assert each.of([changed, other]) == ["CHANGED", "OTHER"]
    assert made == ["one", "other", "changed", "other"]
