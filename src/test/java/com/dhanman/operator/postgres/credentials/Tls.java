package com.dhanman.operator.postgres.credentials;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Servers and clients that do with certificates what PostgreSQL and its clients do. */
final class Tls {
    private Tls() {}

    /** One side: what it proves itself with and whom it believes. */
    static SSLContext context(Secret own, String trusted)
            throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        if (own != null) {
            Map<String, String> content = Content.of(own);
            keys.setKeyEntry(
                    "own",
                    Pem.key(content.get("tls.key")),
                    new char[0],
                    Pem.certificates(content.get("tls.crt")).toArray(X509Certificate[]::new));
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, new char[0]);
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        int i = 0;
        for (X509Certificate certificate : Pem.certificates(trusted)) {
            anchors.setCertificateEntry("a" + i++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /**
     * A handshake in which the server wants a certificate.
     *
     * @param host name that the client verifies; null for a pod's address
     * @return name of the client as the server has it
     */
    static String handshake(SSLContext server, SSLContext client, String host) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listening =
                (SSLServerSocket)
                        server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            listening.setNeedClientAuth(true);
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> greet(listening));
            try (Socket plain = new Socket(loopback, listening.getLocalPort());
                    SSLSocket socket =
                            (SSLSocket)
                                    client.getSocketFactory()
                                            .createSocket(
                                                    plain,
                                                    host == null ? "10.0.0.1" : host,
                                                    plain.getPort(),
                                                    true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                // With TLS 1.3 a client learns only by reading that it was refused.
                if (socket.getInputStream().read() != 1) {
                    throw new IOException(seen.join());
                }
                return seen.join();
            }
        }
    }

    private static String greet(SSLServerSocket listening) {
        try (SSLSocket accepted = (SSLSocket) listening.accept()) {
            accepted.startHandshake();
            accepted.getOutputStream().write(1);
            accepted.getOutputStream().flush();
            return accepted.getSession().getPeerPrincipal().getName();
        } catch (IOException e) {
            return "refused: " + e.getMessage();
        }
    }

    /** Whether who trusts these authorities would take a Secret's certificate at a time. */
    static boolean trusts(String authorities, Secret leaf, Instant at) {
        try {
            PKIXParameters parameters =
                    new PKIXParameters(
                            Pem.certificates(authorities).stream()
                                    .map(it -> new TrustAnchor(it, null))
                                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(
                                            Pem.certificates(Content.of(leaf).get("tls.crt"))),
                            parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
