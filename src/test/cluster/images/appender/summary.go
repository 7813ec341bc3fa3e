package main

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"sync"
	"time"
)

const noticeable = 200 * time.Millisecond // shorter gaps are not told

// Summary is what a run comes to. Times are milliseconds since 1970.
type Summary struct {
	Run      string      `json:"run"`
	Node     string      `json:"node"`
	Began    int64       `json:"began"`
	Ended    int64       `json:"ended"`
	Streams  []StreamSum `json:"streams"`
	Origins  []OriginSum `json:"origins"`
	Verified bool        `json:"verified"` // the rows were read back, so that the following are known
	Present  int         `json:"present"`
	Lost     int         `json:"lost"`    // acknowledged and gone
	Phantom  int         `json:"phantom"` // refused and there
	Twice    int         `json:"twice"`
	Missing  []LostRow   `json:"missing,omitempty"` // the first of the lost ones
}

// StreamSum is what one stream saw.
type StreamSum struct {
	Name    string `json:"name"`
	Acked   int    `json:"acked"`
	Refused int    `json:"refused"`
	Unknown int    `json:"unknown"`
	Gaps    []Gap  `json:"gaps"`
}

// Gap is a time without any acknowledged row.
type Gap struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// OriginSum is when an instance acknowledged a stream's rows on a timeline: when the first and the last was sent, and
// answered.
type OriginSum struct {
	Origin
	Stream     string `json:"stream"`
	Acked      int    `json:"acked"`
	FirstBegin int64  `json:"firstBegin"`
	FirstEnd   int64  `json:"firstEnd"`
	LastBegin  int64  `json:"lastBegin"`
	LastEnd    int64  `json:"lastEnd"`
}

// LostRow tells where and when a lost row was acknowledged.
type LostRow struct {
	Origin
	Id     int    `json:"id"`
	Stream string `json:"stream"`
	At     int64  `json:"at"`
}

func (j *Journal) summary(config Config) Summary {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	summary := Summary{Run: config.Run, Node: config.Node, Ended: time.Now().UnixMilli(), Origins: j.origins()}
	if len(j.rows) > 0 {
		summary.Began = j.rows[0].begin.UnixMilli()
	}
	for index, name := range j.streams {
		sum := StreamSum{Name: name, Gaps: gaps(j.acknowledged(index), summary.Ended)}
		for _, row := range j.rows {
			if row.stream == index {
				switch row.state {
				case acked:
					sum.Acked++
				case refusedRow:
					sum.Refused++
				default:
					sum.Unknown++
				}
			}
		}
		summary.Streams = append(summary.Streams, sum)
	}
	return summary
}

// gaps are the times without an acknowledged row between the first one and the end.
func gaps(rows []Row, ended int64) []Gap {
	found := []Gap{}
	for index, row := range rows {
		next := ended
		if index+1 < len(rows) {
			next = rows[index+1].end.UnixMilli()
		}
		if gap := (Gap{row.end.UnixMilli(), next}); gap.To-gap.From >= noticeable.Milliseconds() {
			found = append(found, gap)
		}
	}
	return found
}

func (j *Journal) origins() []OriginSum {
	type key struct {
		Origin
		stream int
	}
	found := map[key]OriginSum{}
	for _, row := range j.rows {
		if row.state != acked {
			continue
		}
		begin, end := row.begin.UnixMilli(), row.end.UnixMilli()
		sum, known := found[key{row.origin, row.stream}]
		if !known {
			sum = OriginSum{row.origin, j.streams[row.stream], 0, begin, end, begin, end}
		}
		sum.Acked++
		sum.FirstBegin, sum.FirstEnd = min(sum.FirstBegin, begin), min(sum.FirstEnd, end)
		sum.LastBegin, sum.LastEnd = max(sum.LastBegin, begin), max(sum.LastEnd, end)
		found[key{row.origin, row.stream}] = sum
	}
	return slices.SortedFunc(maps.Values(found), func(a, b OriginSum) int { return int(a.FirstEnd - b.FirstEnd) })
}

// compare tells what became of the rows, by how often each is there.
func (s *Summary) compare(rows []Row, present map[int]int) {
	s.Present = len(present)
	for _, count := range present {
		if count > 1 {
			s.Twice++
		}
	}
	for id, row := range rows {
		switch {
		case row.state == acked && present[id] == 0:
			s.Lost++
			if len(s.Missing) < 20 {
				s.Missing = append(s.Missing, LostRow{row.origin, id, s.Streams[row.stream].Name, row.end.UnixMilli()})
			}
		case row.state == refusedRow && present[id] > 0:
			s.Phantom++
		}
	}
}

// Log writes one line of JSON for each change.
type Log struct {
	mutex sync.Mutex
	out   *json.Encoder
}

func newLog(out io.Writer) *Log { return &Log{out: json.NewEncoder(out)} }

func (l *Log) line(event string, details ...string) {
	line := map[string]any{"at": time.Now().UnixMilli(), "event": event}
	for i := 0; i+1 < len(details); i += 2 {
		line[details[i]] = details[i+1]
	}
	l.write(line)
}

func (l *Log) summary(summary Summary) {
	l.write(map[string]any{"event": "summary", "summary": summary})
}

func (l *Log) write(line any) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.out.Encode(line)
}
