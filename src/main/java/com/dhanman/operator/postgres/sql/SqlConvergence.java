package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.sql.DropStatements.Session;
import com.dhanman.operator.postgres.sql.DropStatements.Tie;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes roles, databases and extensions of a server what they should be. Blocks its thread, for no
 * longer than its time-outs. Safe for use by several threads.
 */
public final class SqlConvergence {
    private final Verifiers verifiers;
    private final SqlTimeouts timeouts;

    public SqlConvergence(Verifiers verifiers, SqlTimeouts timeouts) {
        this.verifiers = verifiers;
        this.timeouts = timeouts;
    }

    /** Sends what is missing; nothing where all is as desired. */
    public SqlOutcome converge(SqlTarget target, DesiredSql desired) {
        Progress progress = new Progress(desired.findings());
        try (SqlSession session = SqlSession.open(target, PoolerLookup.DATABASE, timeouts)) {
            Run run = new Run(target, desired, session, progress);
            Catalog catalog = new CatalogReader(session).read(desired);
            progress.server(catalog.server());
            if (admits(catalog, target.expected(), progress)) {
                run.everything(catalog);
            }
        } catch (SQLException e) {
            progress.connection("server " + target.host(), e);
        }
        return progress.outcome();
    }

    /** Reads what a status may show; of standbys too. */
    public ServerFacts facts(SqlTarget target) throws SQLException {
        try (SqlSession session = SqlSession.open(target, PoolerLookup.DATABASE, timeouts)) {
            return ServerFactsReader.read(session);
        }
    }

    /** Nothing is written to a server that is not the one that the caller takes it for. */
    private static boolean admits(Catalog catalog, SqlTarget.Expected expected, Progress progress) {
        SqlOutcome.Server server = catalog.server();
        if (catalog.inRecovery()) {
            progress.failure("it is in recovery, so it is not the primary");
        } else if (expected.systemIdentifier() != null
                && !expected.systemIdentifier().equals(server.systemIdentifier())) {
            progress.failure(
                    "it has the system identifier %s and not %s, so it is another cluster's"
                            .formatted(server.systemIdentifier(), expected.systemIdentifier()));
        } else if (expected.timeline() != null && expected.timeline() != server.timeline()) {
            progress.failure(
                    "it is on timeline %d and not on %d, so another may have been promoted"
                            .formatted(server.timeline(), expected.timeline()));
        } else {
            return true;
        }
        return false;
    }

    /** One round on one server. */
    private final class Run {
        private final SqlTarget target;
        private final DesiredSql desired;
        private final SqlSession session;
        private final Progress progress;

        Run(SqlTarget target, DesiredSql desired, SqlSession session, Progress progress) {
            this.target = target;
            this.desired = desired;
            this.session = session;
            this.progress = progress;
        }

        void everything(Catalog catalog) throws SQLException {
            Step roles = RoleStatements.of(desired, catalog, verifiers);
            carryOut(session, roles);
            progress.passwords(roles.passwords());
            instances();
            carryOut(session, DatabaseStatements.of(desired.databases(), catalog));
            if (desired.pooler() && !PoolerLookup.isThere(session)) {
                progress.carryOut(session, PoolerLookup.make());
            }
            for (DesiredDatabase database : desired.databases()) {
                Catalog.Database is = catalog.databases().get(database.name());
                boolean closed = is != null && (is.halfDropped() || !is.allowsConnections());
                String subject = DatabaseStatements.subject(database.name());
                if (closed && !is.halfDropped()) {
                    progress.find(closed(subject, database.name()));
                } else if (!closed && !progress.hasFailed(subject)) {
                    inside(database, subject);
                }
            }
            drop(catalog);
        }

        private void instances() throws SQLException {
            if (!desired.copied()) {
                return;
            }
            List<SqlStatement> missing = InstanceRoles.missing(session);
            for (SqlStatement statement : missing) {
                progress.carryOut(session, statement);
            }
            if (missing.stream().noneMatch(it -> progress.hasFailed(it.subject()))) {
                progress.instances();
            }
        }

        private void inside(DesiredDatabase database, String subject) {
            try (SqlSession inside = SqlSession.open(target, database.name(), timeouts)) {
                carryOut(
                        inside, InsideStatements.of(database, InsideReader.read(inside, database)));
            } catch (SQLException e) {
                progress.connection(subject, e);
            }
        }

        /** Databases first: what roles have in them goes with them. */
        private void drop(Catalog catalog) throws SQLException {
            Set<String> databases = new TreeSet<>(desired.absentDatabases());
            databases.retainAll(catalog.databases().keySet());
            Set<String> absent = new TreeSet<>(desired.absentRoles());
            absent.addAll(catalog.loginsOf(desired.absentRoles()));
            absent.retainAll(catalog.roles().keySet());
            List<RotatedLogin.Ended> ended =
                    desired.ended().stream()
                            .filter(it -> catalog.isLoginOf(it.owner(), it.login()))
                            .toList();
            Set<String> logins =
                    ended.stream()
                            .map(RotatedLogin.Ended::login)
                            .collect(Collectors.toCollection(TreeSet::new));
            Set<String> leaving = new TreeSet<>(absent);
            leaving.addAll(logins);
            if (leaving.isEmpty() && databases.isEmpty()) {
                return;
            }
            CatalogReader reader = new CatalogReader(session);
            List<Session> sessions = reader.sessions(databases, leaving);
            carryOut(session, new DropStatements(sessions, List.of()).databases(databases));
            List<Tie> before = reader.ties(logins);
            ended.forEach(login -> handOver(login, sessions, before));
            DropStatements drops = new DropStatements(sessions, reader.ties(leaving));
            carryOut(session, drops.logins(logins));
            carryOut(session, drops.roles(absent, catalog));
        }

        /** What a login made in its own name is its owner's, as all else that it made. */
        private void handOver(RotatedLogin.Ended login, List<Session> sessions, List<Tie> ties) {
            if (sessions.stream().anyMatch(it -> login.login().equals(it.role()))) {
                return;
            }
            ties.stream()
                    .filter(it -> it.role().equals(login.login()) && it.database() != null)
                    .map(Tie::database)
                    .distinct()
                    .forEach(database -> handOver(login, database));
        }

        private void handOver(RotatedLogin.Ended login, String database) {
            try (SqlSession inside = SqlSession.open(target, database, timeouts)) {
                progress.carryOut(inside, DropStatements.handOver(login, database));
            } catch (SQLException e) {
                progress.connection(DatabaseStatements.subject(database), e);
            }
        }

        private void carryOut(SqlSession where, Step step) throws SQLException {
            step.findings().forEach(progress::find);
            for (SqlStatement statement : step.statements()) {
                progress.carryOut(where, statement);
            }
        }
    }

    private static Finding closed(String subject, String database) {
        return Finding.error(
                "DatabaseClosed",
                subject,
                "it lets nobody connect, so nothing in it can be looked after",
                "Open it: ALTER DATABASE " + Quoted.name(database) + " ALLOW_CONNECTIONS true");
    }
}
