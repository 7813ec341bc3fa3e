package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.api.v1alpha1.PostgresRole;
import com.dhanman.operator.kernel.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a spec declares that can be carried out, and what is wrong with the rest. */
record Declaration(
        List<PostgresRole> roles,
        List<PostgresDatabase> databases,
        List<String> absentRoles,
        List<String> absentDatabases,
        List<Finding> findings) {
    /** Longest name in bytes: PostgreSQL would cut a longer one, and never find it again. */
    private static final int NAME_BYTES = 63;

    private static final Set<String> RESERVED_DATABASES =
            Set.of("postgres", "template0", "template1");

    static Declaration of(PostgresClusterSpec spec) {
        List<Finding> findings = new ArrayList<>();
        List<PostgresRole> roles = roles(spec, findings);
        Set<String> absentRoles =
                roles.stream()
                        .filter(role -> DesiredSql.isAbsent(role.ensure()))
                        .map(PostgresRole::name)
                        .collect(Collectors.toSet());
        List<PostgresDatabase> databases = databases(spec, absentRoles, findings);
        return new Declaration(
                roles.stream().filter(role -> !DesiredSql.isAbsent(role.ensure())).toList(),
                databases.stream().filter(it -> !DesiredSql.isAbsent(it.ensure())).toList(),
                absentRoles.stream().sorted().toList(),
                databases.stream()
                        .filter(it -> DesiredSql.isAbsent(it.ensure()))
                        .map(PostgresDatabase::name)
                        .sorted()
                        .toList(),
                List.copyOf(findings));
    }

    private static List<PostgresRole> roles(PostgresClusterSpec spec, List<Finding> findings) {
        Set<String> seen = new HashSet<>();
        List<PostgresRole> sound = new ArrayList<>();
        for (PostgresRole role :
                Objects.requireNonNullElse(spec.roles(), List.<PostgresRole>of())) {
            String field = "spec.roles[" + role.name() + "]";
            List<Finding> wrong = new ArrayList<>(name(field, role.name()));
            if (OwnRole.isReserved(role.name())) {
                wrong.add(reserved(field, role.name(), "role"));
            }
            if (!seen.add(role.name())) {
                wrong.add(twice(field));
            }
            wrong.addAll(memberships(field, role));
            if (wrong.isEmpty()) {
                sound.add(role);
            }
            findings.addAll(wrong);
        }
        return sound;
    }

    private static List<Finding> memberships(String field, PostgresRole role) {
        return Objects.requireNonNullElse(role.memberOf(), List.<String>of()).stream()
                .filter(
                        group ->
                                group.equals(role.name())
                                        || (OwnRole.isReserved(group) && !group.startsWith("pg_")))
                .map(
                        group ->
                                Finding.error(
                                        "ReservedName",
                                        field + ".memberOf[" + group + "]",
                                        "it cannot be a member of `" + group + "`",
                                        "Take that off memberOf"))
                .toList();
    }

    private static List<PostgresDatabase> databases(
            PostgresClusterSpec spec, Set<String> absentRoles, List<Finding> findings) {
        Set<String> seen = new HashSet<>();
        List<PostgresDatabase> sound = new ArrayList<>();
        for (PostgresDatabase database :
                Objects.requireNonNullElse(spec.databases(), List.<PostgresDatabase>of())) {
            String field = "spec.databases[" + database.name() + "]";
            List<Finding> wrong = new ArrayList<>(name(field, database.name()));
            if (RESERVED_DATABASES.contains(database.name())) {
                wrong.add(reserved(field, database.name(), "database"));
            }
            if (!seen.add(database.name())) {
                wrong.add(twice(field));
            }
            if (!DesiredSql.isAbsent(database.ensure())) {
                wrong.addAll(owner(field + ".owner", DesiredSql.owner(database), absentRoles));
            }
            if (wrong.isEmpty()) {
                sound.add(database);
            }
            findings.addAll(wrong);
        }
        return sound;
    }

    private static List<Finding> owner(String field, String owner, Set<String> absentRoles) {
        List<Finding> wrong = new ArrayList<>(name(field, owner));
        if (OwnRole.isReserved(owner)) {
            wrong.add(reserved(field, owner, "role"));
        }
        if (absentRoles.contains(owner)) {
            wrong.add(
                    Finding.error(
                            "OwnerAbsent",
                            field,
                            "role `" + owner + "` is to be dropped by spec.roles",
                            "Take `ensure: Absent` off the role, or name another owner"));
        }
        return wrong;
    }

    private static List<Finding> name(String field, String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes <= NAME_BYTES && name.indexOf('\0') < 0) {
            return List.of();
        }
        return List.of(
                Finding.error(
                        "NameTooLong",
                        field,
                        "`" + name + "` has " + bytes + " bytes, PostgreSQL takes " + NAME_BYTES,
                        "Choose a shorter name"));
    }

    private static Finding reserved(String field, String name, String kind) {
        return Finding.error(
                "ReservedName",
                field,
                kind + " `" + name + "` belongs to PostgreSQL or to the operator",
                "Choose another name");
    }

    private static Finding twice(String field) {
        return Finding.error(
                "DeclaredTwice", field, "it is declared more than once", "Keep one of them");
    }
}
