"""Backups of databases in S3: what the Jobs of a BackupSchedule run."""
