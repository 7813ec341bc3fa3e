package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Table has the rows of one run. It has no key, so that a row that is there twice shows.
type Table struct {
	name string
	open func(context.Context) (*pgx.Conn, error)
}

func (t Table) create(ctx context.Context) error {
	return t.retry(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "create table if not exists "+t.name+" (id bigint not null, at timestamptz not null default clock_timestamp())")
		return err
	})
}

// insert answers who wrote the row, and in which file of the write-ahead log, whose name begins with the timeline.
func (t Table) insert() string {
	return "insert into " + t.name + " (id) values ($1) returning host(inet_server_addr()), pg_walfile_name(pg_current_wal_insert_lsn())"
}

// read gives how often each row is there.
func (t Table) read(ctx context.Context) (present map[int]int, err error) {
	err = t.retry(ctx, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, "select id, count(*) from "+t.name+" group by id")
		if err != nil {
			return err
		}
		present = map[int]int{}
		var id, count int
		_, err = pgx.ForEachRow(rows, []any{&id, &count}, func() error { present[id] = count; return nil })
		return err
	})
	return present, err
}

func (t Table) drop(ctx context.Context) {
	t.retry(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "drop table if exists "+t.name)
		return err
	})
}

func (t Table) retry(ctx context.Context, attempt func(*pgx.Conn) error) error {
	for {
		conn, err := t.open(ctx)
		if err == nil {
			err = attempt(conn)
			conn.Close(ctx)
		}
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(500 * time.Millisecond):
		}
	}
}
