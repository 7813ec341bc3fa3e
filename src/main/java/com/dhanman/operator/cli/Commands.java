package com.dhanman.operator.cli;

import com.dhanman.operator.cli.postgres.PostgresCommand;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** All commands. */
@Command(
        name = "dhanman",
        description = "Works with Dhanman resources.",
        mixinStandardHelpOptions = true,
        version = "dhanman 0.1.0",
        subcommands = {Render.class, PostgresCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Commands {
    static final IExecutionExceptionHandler ERRORS =
            (exception, command, result) -> {
                command.getErr()
                        .println(
                                "error: "
                                        + (exception instanceof KubernetesClientException failure
                                                ? ApiTrouble.of(failure)
                                                : exception.getMessage()));
                command.getErr().flush();
                return CommandLine.ExitCode.USAGE;
            };

    private Commands() {}

    /**
     * Runs a command.
     *
     * @return the exit status: 0 done, 1 something is blocked or was not done, 2 wrong usage,
     *     unreadable input, or no access
     */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    /** The same with other outputs than the process's. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    private static CommandLine commandLine() {
        return new CommandLine(new Commands()).setExecutionExceptionHandler(ERRORS);
    }
}
