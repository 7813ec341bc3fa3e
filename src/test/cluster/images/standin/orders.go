package main

import (
	"context"
	"encoding/json"
	"io"
	"math"
	"net/http"
)

// DatabaseState is what the page says of the database.
type DatabaseState struct {
	Name     string `json:"name"`
	User     string `json:"user"`
	PoolSize int    `json:"poolSize"`
	Orders   int64  `json:"orders"`
	ReadFrom string `json:"readFrom,omitempty"`
	Primary  string `json:"primary,omitempty"`
	Timeline int64  `json:"timeline,omitempty"`
	Error    string `json:"error,omitempty"`
}

// state is nil without a database; reads go on while there is no primary.
func (s *Service) state(r *http.Request) *DatabaseState {
	d := s.database
	if d == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	state := &DatabaseState{Name: d.name, User: d.user, PoolSize: d.poolSize}
	orders, err := d.orders(ctx, d.read)
	if err != nil {
		state.Error = err.Error()
		return state
	}
	state.Orders, state.ReadFrom = orders.Count, orders.Server
	if state.Primary, state.Timeline, err = d.primary(ctx); err != nil {
		state.Primary = "none: " + err.Error()
	}
	return state
}

func (s *Service) order(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, http.StatusCreated, func(ctx context.Context) (any, error) { return s.database.order(ctx, s.config.Pod) })
}

// orders tells what the primary has, as DefaultConnection finds it.
func (s *Service) orders(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, http.StatusOK, func(ctx context.Context) (any, error) { return s.database.orders(ctx, s.database.main) })
}

// ids tells which orders the primary has, a line each, so that acknowledged ones can be looked for.
func (s *Service) ids(w http.ResponseWriter, r *http.Request) {
	from, good := number(w, r, "from", 0)
	if !good {
		return
	}
	if to, good := number(w, r, "to", math.MaxInt); good {
		s.answer(w, r, http.StatusOK, func(ctx context.Context) (any, error) { return s.database.ids(ctx, from, to) })
	}
}

func (s *Service) answer(w http.ResponseWriter, r *http.Request, good int, ask func(context.Context) (any, error)) {
	if s.database == nil {
		http.Error(w, "no ConnectionStrings__DefaultConnection, so no database", http.StatusNotFound)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	body, err := ask(ctx)
	if err != nil {
		s.log.line("no answer from the database", "error", err.Error())
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	if lines, text := body.(string); text {
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, lines)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(good)
	json.NewEncoder(w).Encode(body)
}
