package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.KeyReference;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresTls;
import com.dhanman.operator.kernel.MadeOnce;
import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sees to everything of a cluster that is generated: makes it once, renews and changes it when that
 * is due, and writes nothing otherwise.
 */
public final class CredentialStore {
    /** Key of the replicas' Secret with the authorities by which they, and others, know servers. */
    public static final String SERVER_AUTHORITIES = LeafKeeping.SERVER_AUTHORITIES;

    private final MadeOnce madeOnce;
    private final Timings timings;

    public CredentialStore(MadeOnce madeOnce, Timings timings) {
        this.madeOnce = madeOnce;
        this.timings = timings;
    }

    /**
     * Names of Secrets of the user's own that a cluster refers to, which the caches must hold
     * beside those of the operator.
     */
    public static Set<String> referenced(PostgresCluster cluster) {
        return Stream.of(
                        ownServerSecret(cluster).stream(),
                        SourcePassword.secret(cluster).map(KeyReference::name).stream(),
                        LoginRoles.of(cluster).stream()
                                .flatMap(role -> role.passwordSecret().stream())
                                .map(KeyReference::name))
                .flatMap(Function.identity())
                .collect(Collectors.toSet());
    }

    /**
     * Looks after one cluster.
     *
     * @param cached all Secrets that the caches hold of the cluster, those of plans included, and
     *     those that it refers to
     * @param report what was last seen of logins in PostgreSQL
     */
    public Ensured ensure(
            PostgresCluster cluster, Collection<Secret> cached, LoginReport report, Instant now) {
        Making making = new Making(madeOnce, cluster, now, timings).with(cached);
        AuthorityKeeping keeping = new AuthorityKeeping(making);
        Optional<Authority> authority = keeping.ensure();
        Optional<ClientIdentity> identity = Optional.empty();
        Optional<String> servers = Optional.empty();
        if (authority.isPresent()) {
            String own = authority.get().bundle(now);
            Optional<String> known = serverAuthorities(making, own);
            String trusted = ServerTrust.of(making, own, known);
            servers = known.map(it -> trusted);
            LeafKeeping leaves = new LeafKeeping(making, authority.get(), keeping);
            identity = leaves(making, leaves, new Bundles(own, trusted));
            keeping.schedule(authority.get(), leaves.waits());
        }
        List<LoginRoles.LoginRole> roles = LoginRoles.of(cluster);
        List<RoleLogins> logins = new RoleKeeping(making, report).ensure(roles);
        boolean complete = identity.isPresent() && servers.isPresent() && missNoOwn(roles, logins);
        return new Ensured(
                complete
                        ? Optional.of(
                                new Credentials(
                                        servers.get(), byRole(logins), authority.get().seal()))
                        : Optional.empty(),
                identity,
                logins,
                List.copyOf(making.findings),
                List.copyOf(making.failures),
                making.end(),
                making.due());
    }

    /**
     * Whom to trust, in PEM.
     *
     * @param own the cluster's own authorities, by which servers know clients
     * @param servers those by which everybody knows servers
     */
    private record Bundles(String own, String servers) {}

    /** The cluster's own stay among them, so that servers may change from these to the user's. */
    private static Optional<String> serverAuthorities(Making making, String own) {
        Optional<ServerSecret> given = givenServerSecret(making);
        return given.isEmpty() ? Optional.of(own) : given.get().authorities().map(it -> it + own);
    }

    private static Optional<ClientIdentity> leaves(
            Making making, LeafKeeping leaves, Bundles bundles) {
        String name = making.name();
        Optional<Secret> replication =
                leaves.ensure(
                        ClusterNames.replicationSecret(name),
                        Profile.client(Profile.REPLICATION),
                        replication(making, bundles));
        boolean served =
                givenServerSecret(making).isPresent()
                        || leaves.ensure(
                                        ClusterNames.serverSecret(name),
                                        Profile.server(
                                                name, making.cluster.getMetadata().getNamespace()),
                                        Map.of(LeafKeeping.AUTHORITIES, bundles.own()))
                                .isPresent();
        Optional<Secret> operator =
                leaves.ensure(
                        ClusterNames.operatorSecret(name),
                        Profile.client(Profile.OPERATOR),
                        Map.of(LeafKeeping.AUTHORITIES, bundles.servers()));
        backup(leaves, name, bundles);
        boolean pooled = pooler(making, leaves, bundles);
        return operator.filter(it -> served && pooled && replication.isPresent())
                .map(Content::of)
                .map(
                        content ->
                                new ClientIdentity(
                                        content.get(LeafKeeping.AUTHORITIES),
                                        ServerSecret.serverName(making),
                                        content.get(LeafKeeping.CERTIFICATE),
                                        content.get(LeafKeeping.KEY)));
    }

    /** For backups alone: nothing else waits for it. */
    private static void backup(LeafKeeping leaves, String cluster, Bundles bundles) {
        leaves.ensure(
                ClusterNames.backupSecret(cluster),
                Profile.client(Profile.BACKUP),
                Map.of(LeafKeeping.AUTHORITIES, bundles.servers()));
    }

    /** Whether PgBouncer has its certificate, or needs none. */
    private static boolean pooler(Making making, LeafKeeping leaves, Bundles bundles) {
        String name = ClusterNames.pooler(making.name());
        if (making.cluster.getSpec().pooler() == null) {
            making.discard(name);
            return true;
        }
        return leaves.ensure(
                        name,
                        Profile.client(Profile.POOLER),
                        Map.of(LeafKeeping.AUTHORITIES, bundles.servers()))
                .isPresent();
    }

    /** Whom replicas trust, and how they log in to a server outside of the cluster. */
    private static Map<String, String> replication(Making making, Bundles bundles) {
        Map<String, String> files = new TreeMap<>();
        files.put(LeafKeeping.AUTHORITIES, bundles.own());
        files.put(LeafKeeping.SERVER_AUTHORITIES, bundles.servers());
        SourcePassword.file(making).ifPresent(it -> files.put(SourcePassword.FILE, it));
        return files;
    }

    private static Optional<String> ownServerSecret(PostgresCluster cluster) {
        return Optional.ofNullable(cluster.getSpec().tls()).map(PostgresTls::serverSecret);
    }

    /** What the user or cert-manager gives; none where the operator makes the certificate. */
    private static Optional<ServerSecret> givenServerSecret(Making making) {
        return ownServerSecret(making.cluster)
                .map(it -> ServerSecret.ofTheUser(making, it))
                .or(
                        () ->
                                Optional.ofNullable(making.cluster.getSpec().tls())
                                        .map(PostgresTls::issuerRef)
                                        .map(it -> ServerSecret.issued(making)));
    }

    /**
     * Whether all passwords are there that the operator makes. One that the user is to give may
     * come later; nothing else has to wait for it.
     */
    private static boolean missNoOwn(List<LoginRoles.LoginRole> roles, List<RoleLogins> logins) {
        Set<String> known = logins.stream().map(RoleLogins::role).collect(Collectors.toSet());
        return roles.stream()
                .filter(role -> role.passwordSecret().isEmpty())
                .allMatch(role -> known.contains(role.name()));
    }

    private static Map<String, RoleLogins> byRole(List<RoleLogins> logins) {
        return logins.stream().collect(Collectors.toMap(RoleLogins::role, Function.identity()));
    }
}
