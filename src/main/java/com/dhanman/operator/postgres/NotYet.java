package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.kernel.Finding;
import java.util.List;

/**
 * Fields that this version knows and does not carry out. They are refused rather than ignored: who
 * writes them counts on what they promise.
 */
final class NotYet {
    private NotYet() {}

    static List<Finding> findings(PostgresClusterSpec spec) {
        return finding("spec.bootstrap", spec.bootstrap());
    }

    private static List<Finding> finding(String field, Object value) {
        return value == null
                ? List.of()
                : List.of(
                        Finding.error(
                                "NotYetSupported",
                                field,
                                "this version of the operator does not carry it out",
                                "Take it out"));
    }
}
