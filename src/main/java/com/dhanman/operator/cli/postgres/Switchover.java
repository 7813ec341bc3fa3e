package com.dhanman.operator.cli.postgres;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks for a switchover. */
@Command(
        name = "switchover",
        description = "Makes another instance the primary, without losing anything.")
final class Switchover extends Operation {
    @Parameters(
            index = "1",
            paramLabel = "INSTANCE",
            arity = "0..1",
            description =
                    "Instance that becomes the primary, such as main-2. Default: the best replica.")
    private String instance;

    @Override
    String operation() {
        return "switchover";
    }

    @Override
    Optional<String> instance() {
        return Optional.ofNullable(instance);
    }
}
