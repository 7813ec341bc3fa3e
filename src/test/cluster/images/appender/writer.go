package main

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const pause = 100 * time.Millisecond // between attempts to connect, which cost the servers much

// Writer appends a row at a time, each once only, over a connection that it keeps while it works.
type Writer struct {
	connection Connection
	stream     int
	table      Table
	journal    *Journal
	log        *Log
	open       *pgx.Conn
	opened     time.Time
	said       string // the last thing that was logged, which is not said twice
}

func (w *Writer) run(ending context.Context) {
	for ending.Err() == nil {
		begin := time.Now()
		if w.ready() {
			w.append()
		}
		wait := w.connection.Every
		if w.open == nil {
			wait = pause
		}
		select {
		case <-ending.Done():
		case <-time.After(wait - time.Since(begin)):
		}
	}
	w.close()
}

// ready tells whether there is a connection to write to, and connects where there is none. What instances that are
// asked directly answer is the witness's account of who is primary.
func (w *Writer) ready() bool {
	if w.open != nil && w.connection.Lifetime > 0 && time.Since(w.opened) > w.connection.Lifetime {
		w.close()
	}
	if w.open == nil {
		opened, err := w.connection.open(context.Background())
		if err != nil {
			w.say("away", err.Error())
			return false
		}
		w.open, w.opened = opened, time.Now()
	}
	if !w.connection.Direct {
		return true
	}
	ctx, cancel := context.WithTimeout(context.Background(), w.connection.Timeout)
	defer cancel()
	var recovering bool
	if err := w.open.QueryRow(ctx, "select pg_is_in_recovery()").Scan(&recovering); err != nil {
		w.say("away", err.Error())
		w.close()
		return false
	}
	if recovering {
		w.say("replica", "")
	} else {
		w.say("primary", "")
	}
	return !recovering
}

func (w *Writer) append() {
	id := w.journal.begin(w.stream)
	ctx, cancel := context.WithTimeout(context.Background(), w.connection.Timeout)
	defer cancel()
	var server, file string
	err := w.open.QueryRow(ctx, w.table.insert(), id).Scan(&server, &file)
	if err == nil {
		w.journal.acked(id, Origin{server, timeline(file)})
		if !w.connection.Direct {
			w.say("acked", server+" timeline "+strconv.Itoa(timeline(file)))
		}
		return
	}
	if refused(err) {
		w.journal.refused(id)
	}
	w.say("failed", err.Error())
	if w.open.IsClosed() || !refused(err) {
		w.close()
	}
}

// refused tells whether the row is certainly not there: the server said so, or it was never sent. An error that ends
// the session says nothing about the commit under way.
func refused(err error) bool {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return answer.Severity == "ERROR"
	}
	return pgconn.SafeToRetry(err)
}

// timeline is that of the file of the write-ahead log, whose name begins with it.
func timeline(file string) int {
	if len(file) < 8 {
		return 0
	}
	number, _ := strconv.ParseInt(file[:8], 16, 32)
	return int(number)
}

func (w *Writer) say(what, detail string) {
	if w.said != what+detail {
		w.said = what + detail
		w.log.line(what, "stream", w.connection.Name, "detail", detail)
	}
}

func (w *Writer) close() {
	if w.open != nil {
		ctx, cancel := context.WithTimeout(context.Background(), pause)
		defer cancel()
		w.open.Close(ctx)
		w.open = nil
	}
}
