package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"
)

// Service is the HTTP server with its switches. Exit receives the code to end with.
type Service struct {
	config   Config
	log      *Log
	switches *Switches
	database *Database // nil without connection strings
	exit     chan int
}

func newService(config Config, log *Log) *Service {
	return &Service{config: config, log: log, switches: newSwitches(config), exit: make(chan int, 1)}
}

// run serves until a signal or a switch ends it, and returns the exit code.
func (s *Service) run(signals <-chan os.Signal) int {
	if slices.Contains(s.config.Fail, "exit") {
		s.log.line("exiting at once, as STANDIN_FAIL says")
		return 1
	}
	database, err := openDatabase(s.config.Connections, s.log)
	if err != nil {
		s.log.line("connection strings cannot be read", "error", err.Error())
		return 2
	}
	if s.database = database; database != nil {
		background, end := context.WithCancel(context.Background())
		defer end()
		go database.prepare(background)
	}
	server := &http.Server{Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second}
	for _, port := range s.config.Ports {
		listener, err := net.Listen("tcp", ":"+strconv.Itoa(port))
		if err != nil {
			s.log.line("cannot listen", "error", err.Error())
			return 1
		}
		go func() {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				s.log.line("stopped serving", "error", err.Error())
				s.exit <- 1
			}
		}()
	}
	s.log.line("started", "ports", s.config.Ports)
	select {
	case signal := <-signals:
		return s.stop(server, signal.String())
	case code := <-s.exit:
		s.log.line("exiting", "code", code)
		return code
	}
}

// stop first reports itself unready for a while, so that whoever sends traffic looks elsewhere, and then
// waits for requests under way.
func (s *Service) stop(server *http.Server, reason string) int {
	s.switches.stop()
	s.log.line("stopping", "reason", reason)
	time.Sleep(s.config.Drain)
	patience, cancel := context.WithTimeout(context.Background(), s.config.Grace)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		s.log.line("stopped with requests unfinished", "error", err.Error())
		return 1
	}
	s.log.line("stopped")
	return 0
}
