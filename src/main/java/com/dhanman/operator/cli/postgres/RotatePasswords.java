package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.postgres.credentials.PasswordChange;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Asks for new passwords of all roles whose passwords the operator made. */
@Command(
        name = PasswordChange.NAME,
        description =
                "Makes new passwords for all roles but those with a passwordSecret of your own. The"
                        + " old ones stay valid until no client uses them, for a day at least.")
final class RotatePasswords extends Operation {
    @Override
    String operation() {
        return PasswordChange.NAME;
    }

    @Override
    Optional<String> instance() {
        return Optional.empty();
    }
}
