package com.dhanman.operator.cli.postgres;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks for a restart of one or all instances. */
@Command(
        name = "restart",
        description =
                "Restarts PostgreSQL of instances, one after the other: replicas first, then a switchover,"
                        + " then the old primary. A primary that is named is restarted where it is.")
final class Restart extends Operation {
    @Parameters(
            index = "1",
            paramLabel = "INSTANCE",
            arity = "0..1",
            description = "The one instance to restart. Default: all.")
    private String instance;

    @Override
    String operation() {
        return "restart";
    }

    @Override
    Optional<String> instance() {
        return Optional.ofNullable(instance);
    }
}
