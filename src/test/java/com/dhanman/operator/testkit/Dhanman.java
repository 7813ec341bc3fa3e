package com.dhanman.operator.testkit;

import com.dhanman.operator.cli.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The command line, as its users have it. */
public final class Dhanman {
    private Dhanman() {}

    /** Runs a command in this process, which takes no time to start. */
    public static Shell.Result run(String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        int status = Commands.execute(writer, writer, arguments);
        return new Shell.Result(status, output.toString());
    }

    /** Runs the program itself, as the user of a kubeconfig. */
    public static Shell.Result program(Path kubeconfig, String... arguments) {
        List<String> command =
                Stream.concat(
                                Stream.of("env", "KUBECONFIG=" + kubeconfig, "bin/dhanman"),
                                Stream.of(arguments))
                        .toList();
        return Shell.attempt(command.toArray(String[]::new));
    }
}
