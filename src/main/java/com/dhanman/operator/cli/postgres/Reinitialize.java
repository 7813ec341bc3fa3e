package com.dhanman.operator.cli.postgres;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks for a replica to be cloned anew. */
@Command(
        name = "reinitialize",
        description = "Throws a replica's data away and clones it anew from the primary.")
final class Reinitialize extends Operation {
    @Parameters(
            index = "1",
            paramLabel = "INSTANCE",
            arity = "1",
            description = "The replica, such as main-3.")
    private String instance;

    @Override
    String operation() {
        return "reinitialize";
    }

    @Override
    Optional<String> instance() {
        return Optional.ofNullable(instance);
    }
}
