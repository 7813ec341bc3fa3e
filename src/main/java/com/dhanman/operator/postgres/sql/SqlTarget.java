package com.dhanman.operator.postgres.sql;

import javax.net.ssl.SSLContext;

/**
 * A server to talk to.
 *
 * @param host name or address
 * @param tls how to be sure of it and be known to it, or null to talk in the clear
 * @param expected what it must be for anything to be written
 */
public record SqlTarget(String host, int port, Tls tls, Expected expected) {
    /**
     * Keys and authorities.
     *
     * @param serverName name that the server's certificate must bear, or null where its authority
     *     is enough
     */
    public record Tls(SSLContext context, String serverName) {}

    /** What a server must be; null where any will do. */
    public record Expected(String systemIdentifier, Integer timeline) {
        public static final Expected ANY = new Expected(null, null);
    }
}
