"""The shapes of the log's answers, for the OpenAPI document."""

from rest_framework import serializers as s


class Checkpoint(s.Serializer):
    """The chain at one position, signed (Ed25519); docs/api.md says what exactly the signature is of."""

    generation = s.UUIDField()
    position = s.IntegerField()
    chain = s.CharField()
    at = s.DateTimeField()
    key = s.CharField(help_text="Which of `log/keys/`.")
    signature = s.CharField(help_text="64 bytes in hex.")
    url = s.URLField()


class LogHead(s.Serializer):
    generation = s.UUIDField()
    position = s.IntegerField()
    chain = s.CharField()
    chain_start = s.CharField()
    last_published_at = s.DateTimeField(allow_null=True)
    changes = s.URLField()
    keys = s.URLField()
    checkpoints = Checkpoint(many=True)
    next = s.URLField(allow_null=True)


class CheckpointKey(s.Serializer):
    key = s.CharField(help_text="The first 16 hex digits of the public key's SHA-256.")
    algorithm = s.ChoiceField(["Ed25519"])
    public_key = s.CharField(help_text="32 bytes in hex.")
    first_used_at = s.DateTimeField()
    last_used_at = s.DateTimeField()


class CheckpointKeys(s.Serializer):
    def get_fields(self) -> dict[str, s.Field]:
        # Declared so because a serializer has a property `data` of its own.
        return {"data": CheckpointKey(many=True)}
