package main

import (
	"slices"
	"sync"
	"time"
)

// State of a row, as far as its writer knows.
type State int

const (
	unknownRow State = iota // sent, and no answer: it may be there or not
	refusedRow
	acked
)

// Origin is who acknowledged a row: the address of an instance, and its timeline, which grows with each promotion.
type Origin struct {
	Server   string `json:"server"`
	Timeline int    `json:"timeline"`
}

// Row is the account of one row; its id is its place in the journal.
type Row struct {
	stream     int
	state      State
	begin, end time.Time
	origin     Origin
}

// Journal remembers all rows.
type Journal struct {
	mutex   sync.Mutex
	streams []string
	rows    []Row
}

func newJournal(streams []string) *Journal { return &Journal{streams: streams} }

func (j *Journal) begin(stream int) int {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.rows = append(j.rows, Row{stream: stream, begin: time.Now()})
	return len(j.rows) - 1
}

func (j *Journal) acked(id int, origin Origin) {
	j.end(id, acked, origin)
}

func (j *Journal) refused(id int) { j.end(id, refusedRow, Origin{}) }

func (j *Journal) end(id int, state State, origin Origin) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	row := &j.rows[id]
	row.state, row.end, row.origin = state, time.Now(), origin
}

// Progress is how a stream is doing right now.
type Progress struct {
	Acked   int    `json:"acked"`
	SinceMs int64  `json:"sinceMs"` // since the last row that was acknowledged; -1 where there is none
	Origin  Origin `json:"origin"`
}

func (j *Journal) state(now time.Time) map[string]Progress {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	state, last := map[string]Progress{}, map[string]time.Time{}
	for _, row := range j.rows {
		name := j.streams[row.stream]
		progress := state[name]
		if row.state == acked {
			progress.Acked++
			if row.end.After(last[name]) {
				last[name], progress.Origin = row.end, row.origin
			}
		}
		state[name] = progress
	}
	for name, progress := range state {
		progress.SinceMs = -1
		if !last[name].IsZero() {
			progress.SinceMs = now.Sub(last[name]).Milliseconds()
		}
		state[name] = progress
	}
	return state
}

// acknowledged gives the rows of a stream in the order in which they were acknowledged.
func (j *Journal) acknowledged(stream int) (rows []Row) {
	for _, row := range j.rows {
		if row.state == acked && row.stream == stream {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b Row) int { return a.end.Compare(b.end) })
	return rows
}
