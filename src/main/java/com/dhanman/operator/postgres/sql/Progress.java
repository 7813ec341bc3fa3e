package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What has come of a round so far. One statement that fails does not keep the others from being
 * sent.
 */
final class Progress {
    private final List<Finding> findings;
    private final List<String> failures = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final Set<String> installed = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private SqlOutcome.Server server;
    private boolean instances;

    Progress(List<Finding> findings) {
        this.findings = new ArrayList<>(findings);
    }

    void server(SqlOutcome.Server seen) {
        this.server = seen;
    }

    /** The roles of instances are as they should be. */
    void instances() {
        instances = true;
    }

    void find(Finding finding) {
        findings.add(finding);
    }

    void failure(String text) {
        failures.add(text);
    }

    /** What could not be reached at all. */
    void connection(String subject, SQLException cause) {
        failures.add(subject + ": " + SqlTrouble.text(cause));
    }

    boolean hasFailed(String subject) {
        return failed.contains(subject);
    }

    /**
     * Sends a statement, unless an earlier one about the same failed.
     *
     * @throws SQLException where the connection is lost, so that nothing more can be sent
     */
    void carryOut(SqlSession session, SqlStatement statement) throws SQLException {
        if (hasFailed(statement.subject())) {
            return;
        }
        try {
            boolean replicated = session.execute(statement);
            if (!statement.says().isEmpty()) {
                changes.add(statement.says());
            }
            if (!replicated) {
                failed.add(statement.subject());
                failures.add(
                        statement.subject()
                                + ": changed, but no replica has confirmed that it has the change");
            }
        } catch (SQLException e) {
            failed.add(statement.subject());
            if (SqlTrouble.isConnectionLost(e)) {
                throw e;
            }
            if (SqlTrouble.isPassing(e)) {
                failures.add(statement.subject() + ": " + SqlTrouble.text(e));
            } else {
                findings.add(SqlTrouble.finding(statement, e));
            }
        }
    }

    /** Roles whose passwords are in place, unless a statement about them failed. */
    void passwords(Collection<String> roles) {
        roles.stream()
                .filter(role -> !hasFailed(RoleStatements.subject(role)))
                .forEach(installed::add);
    }

    SqlOutcome outcome() {
        return new SqlOutcome(
                List.copyOf(findings),
                List.copyOf(failures),
                List.copyOf(changes),
                Set.copyOf(installed),
                server,
                instances);
    }
}
