package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.postgres.credentials.Credentials;
import com.dhanman.operator.postgres.credentials.Login;
import com.dhanman.operator.postgres.credentials.LoginReport;
import com.dhanman.operator.postgres.credentials.LoginRoles;
import com.dhanman.operator.postgres.credentials.RoleLogins;
import com.dhanman.operator.postgres.sql.LoginAccess;
import com.dhanman.operator.postgres.sql.OwnRole;
import com.dhanman.operator.postgres.sql.Password;
import com.dhanman.operator.postgres.sql.RotatedLogin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What credentials mean for roles of PostgreSQL. */
final class Logins {
    private Logins() {}

    /** A role's own login is the role; its other one is a role that acts as it. */
    static LoginAccess access(PostgresClusterSpec spec, Credentials credentials) {
        Map<String, Password> passwords = new HashMap<>();
        Set<String> withoutPassword = new HashSet<>();
        List<RotatedLogin> rotated = new ArrayList<>();
        List<RotatedLogin.Ended> ended = new ArrayList<>();
        for (RoleLogins logins : credentials.roles().values()) {
            String role = logins.role();
            Map<String, Login> valid =
                    logins.all().stream().collect(Collectors.toMap(Login::username, it -> it));
            for (String name : LoginRoles.names(role)) {
                Login login = valid.get(name);
                if (login != null && name.equals(role)) {
                    passwords.put(role, Password.of(login.password()));
                } else if (login != null) {
                    rotated.add(new RotatedLogin(role, name, Password.of(login.password())));
                } else if (name.equals(role)) {
                    withoutPassword.add(role);
                } else {
                    ended.add(new RotatedLogin.Ended(role, name));
                }
            }
        }
        return new LoginAccess(passwords, withoutPassword, rotated, ended, OwnRole.of(spec));
    }

    /** What is known of logins when PostgreSQL has everything as it should. */
    static LoginReport installed(Credentials credentials) {
        return LoginReport.of(
                credentials.roles().values().stream()
                        .flatMap(it -> it.all().stream())
                        .collect(Collectors.toSet()),
                Set.of());
    }
}
