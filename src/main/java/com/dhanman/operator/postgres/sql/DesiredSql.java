package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.api.v1alpha1.Ensure;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.api.v1alpha1.PostgresRole;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What should be in a cluster, by name; what it does not name stays as it is.
 *
 * @param closed roles of the operator's own that are no longer wanted: nobody logs in by them
 * @param findings what is wrong with what was declared; that is left out of the rest
 * @param pooler whether verifiers can be looked up for PgBouncer
 * @param copied whether the data came from a server outside, which has no roles for instances
 */
public record DesiredSql(
        List<DesiredRole> roles,
        List<DesiredDatabase> databases,
        List<String> absentRoles,
        List<String> absentDatabases,
        List<RotatedLogin> rotated,
        List<RotatedLogin.Ended> ended,
        List<String> closed,
        boolean pooler,
        boolean copied,
        List<Finding> findings) {
    private static final int NO_LIMIT = -1;

    public static DesiredSql of(PostgresClusterSpec spec, LoginAccess access) {
        Declaration declared = Declaration.of(spec);
        List<DesiredRole> roles = new ArrayList<>();
        access.own().stream()
                .sorted()
                .forEach(own -> roles.add(own.desired(password(access, own.roleName()))));
        Map<String, DesiredRole> users = new TreeMap<>();
        declared.roles().forEach(role -> users.put(role.name(), desired(role, access)));
        declared.databases().stream()
                .map(DesiredSql::owner)
                .forEach(owner -> users.computeIfAbsent(owner, name -> owner(name, access)));
        roles.addAll(users.values());
        return new DesiredSql(
                List.copyOf(roles),
                declared.databases().stream()
                        .map(DesiredSql::desired)
                        .sorted(Comparator.comparing(DesiredDatabase::name))
                        .toList(),
                declared.absentRoles(),
                declared.absentDatabases(),
                access.rotated().stream()
                        .sorted(Comparator.comparing(RotatedLogin::login))
                        .toList(),
                access.ended().stream()
                        .sorted(Comparator.comparing(RotatedLogin.Ended::login))
                        .toList(),
                Stream.of(OwnRole.values())
                        .filter(own -> !access.own().contains(own))
                        .map(OwnRole::roleName)
                        .toList(),
                access.own().contains(OwnRole.POOLER),
                spec.bootstrap() != null,
                declared.findings());
    }

    /** The role that owns a database. */
    public static String owner(PostgresDatabase database) {
        return Optional.ofNullable(database.owner()).orElse(database.name().replace('-', '_'));
    }

    /** Roles that log in with a password each, in alphabetical order. */
    public static List<String> loginRoles(PostgresClusterSpec spec) {
        return of(spec, LoginAccess.of(Map.of())).roles().stream()
                .filter(role -> Boolean.TRUE.equals(role.login()))
                .map(DesiredRole::name)
                .toList();
    }

    /**
     * Differs where anything that would be sent differs. It depends on passwords, so it belongs in
     * memory and nowhere else.
     */
    public String fingerprint() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("desired", withoutPasswords());
        all.put(
                "passwords",
                roles.stream()
                        .filter(role -> role.password() != null)
                        .collect(
                                Collectors.toMap(
                                        DesiredRole::name, role -> role.password().digest())));
        all.put(
                "rotated",
                rotated.stream()
                        .map(it -> List.of(it.owner(), it.login(), it.password().digest()))
                        .toList());
        return Fingerprint.of(all);
    }

    /** Names of all roles that it speaks of. */
    Set<String> roleNames() {
        Set<String> names = new TreeSet<>(absentRoles);
        names.addAll(closed);
        roles.forEach(
                role -> {
                    names.add(role.name());
                    names.addAll(Objects.requireNonNullElse(role.memberOf(), List.of()));
                });
        databases.forEach(database -> names.add(database.owner()));
        rotated.forEach(it -> names.addAll(List.of(it.owner(), it.login())));
        ended.forEach(it -> names.addAll(List.of(it.owner(), it.login())));
        return names;
    }

    /** Names of all databases that it speaks of. */
    Set<String> databaseNames() {
        return Stream.concat(
                        databases.stream().map(DesiredDatabase::name), absentDatabases.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private DesiredSql withoutPasswords() {
        return new DesiredSql(
                roles.stream().map(DesiredRole::withoutValue).toList(),
                databases,
                absentRoles,
                absentDatabases,
                List.of(),
                ended,
                closed,
                pooler,
                copied,
                findings);
    }

    private static DesiredRole desired(PostgresRole role, LoginAccess access) {
        boolean ownPasswordEnded = access.withoutPassword().contains(role.name());
        boolean login = !Boolean.FALSE.equals(role.login());
        return new DesiredRole(
                role.name(),
                login,
                Boolean.TRUE.equals(role.createDatabase()),
                Objects.requireNonNullElse(role.connectionLimit(), NO_LIMIT),
                role.memberOf() == null ? null : List.copyOf(new TreeSet<>(role.memberOf())),
                login && !ownPasswordEnded ? password(access, role.name()).orElse(null) : null,
                ownPasswordEnded);
    }

    /** An owner that only databases name: what it can do beyond logging in is not ours to say. */
    private static DesiredRole owner(String name, LoginAccess access) {
        boolean ended = access.withoutPassword().contains(name);
        Password password = ended ? null : password(access, name).orElse(null);
        return new DesiredRole(name, true, null, null, null, password, ended);
    }

    private static DesiredDatabase desired(PostgresDatabase database) {
        return new DesiredDatabase(
                database.name(),
                owner(database),
                Objects.requireNonNullElse(database.connectionLimit(), NO_LIMIT),
                List.copyOf(
                        new TreeSet<>(
                                Objects.requireNonNullElse(database.extensions(), List.of()))));
    }

    private static Optional<Password> password(LoginAccess access, String role) {
        return Optional.ofNullable(access.passwords().get(role));
    }

    static boolean isAbsent(Ensure ensure) {
        return ensure == Ensure.Absent;
    }
}
