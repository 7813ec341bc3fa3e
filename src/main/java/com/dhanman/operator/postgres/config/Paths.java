package com.dhanman.operator.postgres.config;

/** Where things are in the container of an instance. */
final class Paths {
    static final String BINARIES = "/usr/lib/postgresql/18/bin";
    static final String DATA = "/var/lib/postgresql/18/main";

    /** On a volume of its own. */
    static final String WAL = "/var/lib/postgresql-wal/18";

    static final String SOCKETS = "/run/postgresql";

    /**
     * Certificate of the servers, and the authorities by which instances know each other's: not
     * those that come with the certificate, for while it changes some have another issuer's.
     */
    static final String SERVER_CERTIFICATE = "/etc/postgresql/tls/tls.crt";

    static final String SERVER_KEY = "/etc/postgresql/tls/tls.key";
    static final String SERVER_AUTHORITY = "/etc/postgresql/client-tls/server-ca.crt";

    /** Certificate by which replicas log in, and the authority by which servers verify clients. */
    static final String CLIENT_CERTIFICATE = "/etc/postgresql/client-tls/tls.crt";

    static final String CLIENT_KEY = "/etc/postgresql/client-tls/tls.key";
    static final String CLIENT_AUTHORITY = "/etc/postgresql/client-tls/ca.crt";

    private Paths() {}
}
