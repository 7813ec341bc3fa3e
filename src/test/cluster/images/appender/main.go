// Command appender writes rows into a database as a service would, remembers which of them were acknowledged, by
// whom and when, and says at its end which are gone. `POST /finish` or SIGTERM ends it; what it saw are lines of
// JSON, the last of which is the summary.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

func main() {
	config, err := readConfig(os.Getenv)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	log := newLog(os.Stdout)
	ending, end := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	journal := newJournal(config.streamNames())
	go func() {
		if err := http.ListenAndServe(":8080", routes(journal, end)); err != nil {
			log.line("error", "message", err.Error())
			end()
		}
	}()
	os.Exit(run(ending, config, journal, log))
}

func run(ending context.Context, config Config, journal *Journal, log *Log) int {
	table := Table{name: "appended_" + identifier(config.Run), open: config.Connections[0].open}
	if err := table.create(ending); err != nil {
		log.line("error", "message", err.Error())
		return 1
	}
	log.line("started", "node", config.Node, "table", table.name)
	var writers sync.WaitGroup
	for index, connection := range config.Connections {
		for range connection.Writers {
			writers.Go(func() {
				(&Writer{connection: connection, stream: index, table: table, journal: journal, log: log}).run(ending)
			})
		}
	}
	writers.Wait()
	summary := journal.summary(config)
	patience, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	present, err := table.read(patience)
	if err != nil {
		log.line("error", "message", "cannot read the rows back: "+err.Error())
		log.summary(summary)
		return 1
	}
	summary.Verified = true
	summary.compare(journal.rows, present)
	log.summary(summary)
	if summary.Lost+summary.Phantom+summary.Twice == 0 { // or it is kept for a look
		table.drop(patience)
	}
	return 0
}

func routes(journal *Journal, end func()) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(journal.state(time.Now()))
	})
	mux.HandleFunc("POST /finish", func(w http.ResponseWriter, _ *http.Request) {
		end()
		w.WriteHeader(http.StatusAccepted)
	})
	return mux
}
