package main

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// open connects as a service does: TLS, the server's certificate and name checked.
func (c Connection) open(ctx context.Context) (*pgx.Conn, error) {
	config, err := c.settings()
	if err != nil {
		return nil, err
	}
	// each host that does not answer costs a time-out before the next is tried
	ctx, cancel := context.WithTimeout(ctx, c.Timeout*time.Duration(len(c.Hosts)+1))
	defer cancel()
	return pgx.ConnectConfig(ctx, config)
}

func (c Connection) settings() (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(c.Text)
	if err != nil {
		return nil, errors.New("the connection string of " + c.Name + " cannot be read") // the cause may name the password
	}
	config.Password = c.database.Password
	config.RuntimeParams["application_name"] = "appender"
	config.ConnectTimeout = c.Timeout
	config.LookupFunc = c.names.lookup
	return config, nil
}

// Names keeps the last address of each name, for when DNS itself is cut off: that is no fault of the database's.
type Names struct {
	mutex sync.Mutex
	known map[string][]string
}

func (n *Names) lookup(ctx context.Context, host string) ([]string, error) {
	n.mutex.Lock()
	kept := n.known[host]
	n.mutex.Unlock()
	patience := 300 * time.Millisecond
	if kept == nil {
		patience = 3 * time.Second
	}
	asking, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, err := net.DefaultResolver.LookupHost(asking, host)
	if err != nil && kept != nil {
		return kept, nil
	}
	if err == nil {
		n.mutex.Lock()
		n.known[host] = found
		n.mutex.Unlock()
	}
	return found, err
}
