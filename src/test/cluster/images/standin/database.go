package main

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// How long a request waits for the database before it gives up.
const patience = 3 * time.Second

// Database is what the connection strings lead to. It is of no concern to readiness: when a database changes its
// primary, all pods would be taken out at once, and with them the requests that need no database.
type Database struct {
	name, user        string
	poolSize          int
	write, main, read *pgxpool.Pool
	log               *Log
	ready             chan struct{} // closed when the table is there
	mutex             sync.Mutex
	hosts             map[string]string // name by address, of all hosts that were looked up
}

// Connections are the strings that the environment has; the service has no database where all are empty.
type Connections struct{ Default, Write, Read string }

func (c Connections) none() bool { return c == Connections{} }

func openDatabase(connections Connections, log *Log) (*Database, error) {
	if connections.none() {
		return nil, nil
	}
	d := &Database{log: log, ready: make(chan struct{}), hosts: map[string]string{}}
	var err error
	if d.main, err = d.pool(or(connections.Default, or(connections.Write, connections.Read))); err != nil {
		return nil, err
	}
	if d.write, err = d.pool(or(connections.Write, connections.Default)); err != nil {
		return nil, err
	}
	if d.read, err = d.pool(or(connections.Read, connections.Default)); err != nil {
		return nil, err
	}
	config := d.main.Config()
	d.name, d.user, d.poolSize = config.ConnConfig.Database, config.ConnConfig.User, int(config.MaxConns)
	return d, nil
}

// pool connects when it is used, not before.
func (d *Database) pool(text string) (*pgxpool.Pool, error) {
	size, address := 0, text
	if !strings.Contains(text, "://") {
		parsed, err := parseNpgsql(text)
		if err != nil {
			return nil, err
		}
		size, address = parsed.PoolSize, parsed.url()
	}
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	if size > 0 {
		config.MaxConns = int32(size)
	}
	config.PingTimeout = time.Second // a connection to a node that is gone does not answer
	config.ConnConfig.LookupFunc = d.lookUp
	config.ConnConfig.RuntimeParams["application_name"] = "standin"
	return pgxpool.NewWithConfig(context.Background(), config)
}

func (d *Database) lookUp(ctx context.Context, host string) ([]string, error) {
	addresses, err := net.DefaultResolver.LookupHost(ctx, host)
	d.mutex.Lock()
	defer d.mutex.Unlock()
	for _, address := range addresses {
		d.hosts[address] = host
	}
	return addresses, err
}

// host is the name by which a connection was made.
func (d *Database) host(connection *pgx.Conn) string {
	address, _, err := net.SplitHostPort(connection.PgConn().Conn().RemoteAddr().String())
	if err != nil {
		return ""
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	name, _, _ := strings.Cut(or(d.hosts[address], address), ".")
	if net.ParseIP(or(d.hosts[address], address)) != nil {
		return address
	}
	return name
}

// prepare makes the table, however long it takes until there is a primary.
func (d *Database) prepare(ctx context.Context) {
	for ctx.Err() == nil {
		attempt, cancel := context.WithTimeout(ctx, patience)
		_, err := d.main.Exec(attempt, `create table if not exists orders (
			id bigint generated always as identity primary key, pod text not null, at timestamptz not null default now())`)
		cancel()
		if err == nil {
			close(d.ready)
			d.log.line("the table is there")
			return
		}
		d.log.line("waiting for the database", "error", err.Error())
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// Order is a row that was acknowledged.
type Order struct {
	ID      int64  `json:"id"`
	Primary string `json:"primary"`
	Millis  int64  `json:"ms"`
}

func (d *Database) order(ctx context.Context, pod string) (Order, error) {
	start := time.Now()
	var order Order
	select {
	case <-d.ready:
	case <-ctx.Done():
		return order, errors.New("the table is not there yet")
	}
	connection, err := d.write.Acquire(ctx)
	if err != nil {
		return order, err
	}
	defer connection.Release()
	err = connection.QueryRow(ctx, "insert into orders (pod) values ($1) returning id", pod).Scan(&order.ID)
	order.Primary, order.Millis = d.host(connection.Conn()), time.Since(start).Milliseconds()
	return order, err
}

// Orders is what a server says of all rows.
type Orders struct {
	Count  int64  `json:"count"`
	Last   int64  `json:"last"`
	Server string `json:"server"`
}

func (d *Database) orders(ctx context.Context, pool *pgxpool.Pool) (Orders, error) {
	var orders Orders
	connection, err := pool.Acquire(ctx)
	if err != nil {
		return orders, err
	}
	defer connection.Release()
	err = connection.QueryRow(ctx, "select count(*), coalesce(max(id), 0) from orders").Scan(&orders.Count, &orders.Last)
	orders.Server = d.host(connection.Conn())
	return orders, err
}

func (d *Database) ids(ctx context.Context, from, to int) (lines string, err error) {
	err = d.main.QueryRow(ctx, "select coalesce(string_agg(id::text, e'\\n' order by id), '') from orders where id between $1 and $2", from, to).Scan(&lines)
	return lines + "\n", err
}

// primary tells which server takes writes. Whoever may log in may ask for the timeline in this way.
func (d *Database) primary(ctx context.Context) (server string, timeline int64, err error) {
	connection, err := d.write.Acquire(ctx)
	if err != nil {
		return "", 0, err
	}
	defer connection.Release()
	err = connection.QueryRow(ctx, "select ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint").Scan(&timeline)
	return d.host(connection.Conn()), timeline, err
}
