package com.dhanman.operator.cli.postgres;

import picocli.CommandLine.Command;

/** Groups the operations. */
@Command(
        name = "postgres",
        description = {
            "Looks at a PostgresCluster and operates it.",
            "Each command writes into the resource what could be written by hand, and waits for the"
                    + " operator to carry it out."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Status.class,
            Switchover.class,
            Restart.class,
            Reinitialize.class,
            RotatePasswords.class,
            Grow.class,
            Fence.class,
            Unfence.class,
            Hibernate.class,
            Resume.class,
            Pause.class,
            Unpause.class,
            Promote.class
        })
public final class PostgresCommand {}
