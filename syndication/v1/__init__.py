"""The API, version 1: read-only JSON over editions and facts. Within v1 only additions (docs/api.md)."""

PREFIX = "/api/v1/"
# What `API-Version` says, and the OpenAPI document.
VERSION = "1"
