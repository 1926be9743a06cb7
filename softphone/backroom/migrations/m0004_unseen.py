"""What every reply asks of its conversation: the questions before it, and what the agent has not looked at. Both are
few, and the conversation may hold thousands."""

SQL = """
CREATE INDEX messages_ours ON messages (conversation_id, at) WHERE ours;
CREATE INDEX messages_unseen ON messages (conversation_id, at) WHERE NOT ours AND NOT seen_here;
"""
