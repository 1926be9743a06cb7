"""Two lines with the same user at two PBXs on one engine: each call belongs to the line whose PBX sent it."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.protocol import GiveBack
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx, sdp


def test_a_call_is_of_the_line_it_came_by_though_both_have_the_same_user() -> None:
    with RawPbx() as pbx, RawPbx() as team, Agent("anna", pbx.server) as anna:
        anna.more = (replace(anna.line, server=team.server, name="Team"),)
        anna.configure()
        pbx.register()
        team.register()
        for sender, name in ((team, "Team"), (pbx, ""), (team, "Team")):
            invite = sender.invite(body=sdp())
            offered = anna.phase(Phase.OFFERED)
            assert offered.line == name
            ours = sender.response(180, "INVITE").value("Contact") or ""
            assert sender.contact is not None
            assert f":{sender.contact.port};" in ours
            anna.do(GiveBack(offered.call_id, 486))
            sender.ack(invite, sender.response(486, "INVITE"))
            anna.phase(Phase.ENDED)
