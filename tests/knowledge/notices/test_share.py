"""Which servers are whose?"""

from knowledge.notices.share import ALL, Share

_GUILD = (5 << 22) + 123
"""Of shard 5, of eight; of shard 1, of four."""


def test_all_servers_belong_to_the_one_process() -> None:
    assert ALL.has(_GUILD)
    assert ALL.has(None)


def test_each_server_belongs_to_the_shard_that_discord_gives_it() -> None:
    assert Share(4, 5, 8).has(_GUILD)
    assert not Share(6, 7, 8).has(_GUILD)
    assert Share(1, 1, 4).has(_GUILD)
    assert not Share(2, 3, 4).has(_GUILD)


def test_what_belongs_to_no_server_belongs_to_the_first_shard() -> None:
    assert Share(0, 3, 8).has(None)
    assert not Share(1, 7, 8).has(None)


def test_a_share_is_written_as_it_is_said() -> None:
    assert str(Share(0, 15, 64)) == "0-15/64"
    assert list(Share(4, 5, 8).shards) == [4, 5]
