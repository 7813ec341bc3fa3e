package main

import (
	"io"
	"log/slog"
)

// Log writes one line of JSON for each thing that happened to the service as a whole.
type Log struct{ logger *slog.Logger }

func newLog(out io.Writer, config Config) *Log {
	return &Log{slog.New(slog.NewJSONHandler(out, nil)).With("service", config.Name, "version", config.Version, "pod", config.Pod)}
}

func (l *Log) line(message string, details ...any) { l.logger.Info(message, details...) }
