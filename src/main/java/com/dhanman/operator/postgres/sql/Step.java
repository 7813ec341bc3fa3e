package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements to send, in their order, and what keeps others from being sent.
 *
 * @param passwords roles whose password is in place then
 */
record Step(List<SqlStatement> statements, List<Finding> findings, List<String> passwords) {
    Step() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void send(SqlStatement statement) {
        statements.add(statement);
    }

    void find(Finding finding) {
        findings.add(finding);
    }
}
