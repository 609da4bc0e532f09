"""Snapshots of the whole public record as files, and its facts as tables."""
