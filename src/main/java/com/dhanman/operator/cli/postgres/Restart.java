package com.dhanman.operator.cli.postgres;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks for a restart of one or all instances. */
@Command(
        name = "restart",
        description =
                "Restarts instances one after the other, the primary last and after a switchover.",
        mixinStandardHelpOptions = true)
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
