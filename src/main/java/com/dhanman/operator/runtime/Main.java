package com.dhanman.operator.runtime;

import com.dhanman.operator.cli.Commands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Without arguments the operator; with arguments the command line, which starts no server. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... args) {
        if (args.length == 0) {
            Quarkus.run();
        } else {
            System.exit(Commands.execute(args));
        }
    }
}
