package main

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

func secret(t *testing.T) string {
	folder := t.TempDir()
	for key, value := range map[string]string{
		"uri": "postgresql://qa_sales:hunter2@main-rw.db.svc:5432/qa-sales?sslmode=verify-full", "port": "5432", "database": "qa-sales", "username": "qa_sales", "password": "hunter2 with 'quotes'",
		"npgsql-multihost": "Host=main-1.main-pods.db.svc, main-2.main-pods.db.svc;Port=5432;Target Session Attributes=primary",
	} {
		if err := os.WriteFile(filepath.Join(folder, key), []byte(value+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func config(t *testing.T, streams string) (Config, error) {
	variables := map[string]string{"DATABASE": secret(t), "RUN": "Kill-9 Run.1", "STREAMS": streams}
	return readConfig(func(name string) string { return variables[name] })
}

func TestStreams(t *testing.T) {
	config, err := config(t, "rw:4:40 multi:2:50 direct:1:100")
	if err != nil {
		t.Fatal(err)
	}
	if names := strings.Join(config.streamNames(), " "); names != "rw multi direct-main-1 direct-main-2" {
		t.Error(names)
	}
	multi := config.Connections[1]
	if !strings.Contains(multi.Text, "target_session_attrs=primary") || len(multi.Hosts) != 2 || multi.Writers != 2 || multi.Every != 50*time.Millisecond {
		t.Errorf("%+v", multi)
	}
	if direct := config.Connections[3]; !direct.Direct || direct.Hosts[0] != "main-2.main-pods.db.svc" {
		t.Errorf("%+v", direct)
	}
}

func TestThroughThePooler(t *testing.T) {
	if _, err := config(t, "pooler:1:40"); err == nil {
		t.Error("a Secret without a pooler was accepted")
	}
	folder := secret(t)
	if err := os.WriteFile(filepath.Join(folder, "uri-pooler"), []byte("postgresql://main-pooler\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{"DATABASE": folder, "STREAMS": "pooler:1:40", "LIFETIME_MS": "5000"}
	config, err := readConfig(func(name string) string { return variables[name] })
	if err != nil {
		t.Fatal(err)
	}
	if c := config.Connections[0]; c.Text != "postgresql://main-pooler" || c.Lifetime != 5*time.Second {
		t.Errorf("%+v", c)
	}
}

func TestConfigurationThatCannotBe(t *testing.T) {
	for _, streams := range []string{"rw", "rw:x:40", "rw:4:y", "to:1:1"} {
		if _, err := config(t, streams); err == nil {
			t.Error(streams, "was accepted")
		}
	}
	if _, err := readConfig(func(string) string { return t.TempDir() }); err == nil {
		t.Error("an empty folder was accepted")
	}
	if identifier("Kill-9 Run.1") != "kill_9_run_1" {
		t.Error(identifier("Kill-9 Run.1"))
	}
}

func TestOnlyWhatTheServerRefusedIsRefused(t *testing.T) {
	for severity, want := range map[string]bool{"ERROR": true, "FATAL": false, "PANIC": false} {
		if refused(&pgconn.PgError{Severity: severity}) != want {
			t.Error(severity)
		}
	}
	if refused(errors.New("connection reset")) {
		t.Error("a row may be there though the connection broke")
	}
}

func TestTimeline(t *testing.T) {
	for file, want := range map[string]int{"0000001A0000000100000002": 26, "": 0} {
		if timeline(file) != want {
			t.Error(file, timeline(file))
		}
	}
}

// written makes a journal of rows: stream, state, begin and end in milliseconds, server, timeline.
func written(rows ...[6]int) *Journal {
	journal := newJournal([]string{"rw", "multi"})
	for _, row := range rows {
		journal.rows = append(journal.rows, Row{row[0], State(row[1]), time.UnixMilli(int64(row[2])), time.UnixMilli(int64(row[3])),
			Origin{string(rune('a' + row[4])), row[5]}})
	}
	return journal
}

func TestGapsAreBetweenAcknowledgedRowsOfAStream(t *testing.T) {
	journal := written([6]int{0, 2, 0, 10, 0, 1}, [6]int{0, 1, 40, 50, 0, 1}, [6]int{1, 2, 60, 70, 0, 1}, [6]int{0, 0, 80, 90, 0, 1},
		[6]int{0, 2, 900, 910, 1, 2}, [6]int{0, 2, 880, 905, 1, 2})
	found := gaps(journal.acknowledged(0), 950)
	if len(found) != 1 || found[0] != (Gap{10, 905}) {
		t.Error(found)
	}
	if open := gaps(journal.acknowledged(1), 950); len(open) != 1 || open[0] != (Gap{70, 950}) {
		t.Error("a gap that lasts to the end:", open)
	}
}

func TestOriginsTellFirstAndLast(t *testing.T) {
	journal := written([6]int{0, 2, 0, 10, 0, 1}, [6]int{0, 2, 20, 50, 0, 1}, [6]int{1, 2, 30, 40, 0, 1}, [6]int{0, 2, 100, 110, 1, 2})
	origins := journal.origins()
	if len(origins) != 3 || origins[0] != (OriginSum{Origin{"a", 1}, "rw", 2, 0, 10, 20, 50}) || origins[2].Timeline != 2 {
		t.Errorf("%+v", origins)
	}
}

func TestComparison(t *testing.T) {
	journal := written([6]int{0, 2, 0, 1, 0, 1}, [6]int{0, 2, 2, 3, 0, 1}, [6]int{0, 1, 4, 5, 0, 1}, [6]int{1, 0, 6, 7, 0, 1}, [6]int{1, 2, 8, 9, 0, 1})
	summary := journal.summary(Config{Run: "r"})
	summary.compare(journal.rows, map[int]int{0: 1, 2: 1, 3: 1, 4: 2})
	if summary.Lost != 1 || summary.Phantom != 1 || summary.Twice != 1 || summary.Present != 4 || summary.Missing[0].Id != 1 {
		t.Errorf("%+v", summary)
	}
	if rw := summary.Streams[0]; rw.Acked != 2 || rw.Refused != 1 || summary.Streams[1].Unknown != 1 {
		t.Errorf("%+v", summary.Streams)
	}
}

func TestProgressAndFinish(t *testing.T) {
	ended := false
	handler := routes(written([6]int{0, 2, 0, 10, 3, 7}, [6]int{1, 0, 0, 10, 0, 0}), func() { ended = true })
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest("GET", "/", nil))
	var state map[string]Progress
	if err := json.Unmarshal(answer.Body.Bytes(), &state); err != nil {
		t.Fatal(err)
	}
	if state["rw"].Acked != 1 || state["rw"].Origin != (Origin{"d", 7}) || state["multi"].SinceMs != -1 {
		t.Errorf("%+v", state)
	}
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/finish", nil))
	if ended {
		t.Error("a GET ended it")
	}
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/finish", nil))
	if !ended {
		t.Error("it was not ended")
	}
}

func TestNoPasswordInWhatIsLogged(t *testing.T) {
	config, err := config(t, "rw:1:40")
	if err != nil {
		t.Fatal(err)
	}
	config.Connections[0].Timeout = 50 * time.Millisecond
	if _, err = config.Connections[0].open(t.Context()); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Error(err)
	}
}
