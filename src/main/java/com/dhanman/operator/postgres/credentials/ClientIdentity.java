package com.dhanman.operator.postgres.credentials;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * How the operator proves itself to a cluster's servers, and knows them. All in PEM.
 *
 * @param serverAuthorities whom it believes, and nobody else
 * @param serverName name that a server's certificate must be for
 */
public record ClientIdentity(
        String serverAuthorities, String serverName, String certificate, String key) {
    /** Records print their parts, and keys must never get into a log. */
    @Override
    public String toString() {
        return "ClientIdentity for " + serverName;
    }

    /**
     * For JDBC and for HTTP. Pods are reached by their addresses, which no certificate names. So it
     * is not the host's name that is checked but the cluster's: a server must have a certificate of
     * this cluster's authority that is for its Service {@code -rw}, whatever its address. With an
     * authority of the operator's own, nobody else has one; with the user's own, which may sign for
     * others too, the name is what tells.
     *
     * @throws GeneralSecurityException where a text is not what it should be
     */
    public SSLContext context() throws GeneralSecurityException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys().getKeyManagers(), new TrustManager[] {trust()}, null);
            return context;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private KeyManagerFactory keys() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        Signed own = Signed.read(certificate, key);
        store.setKeyEntry("own", own.key(), new char[0], new X509Certificate[] {own.certificate()});
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return keys;
    }

    private X509ExtendedTrustManager trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        List<X509Certificate> authorities = Pem.certificates(serverAuthorities);
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + authorities.indexOf(authority), authority);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager chains) {
                return new ByServerName(chains, serverName);
            }
        }
        throw new GeneralSecurityException("This Java verifies no certificates");
    }

    /**
     * An extended one, since the JDK would check the host's name in addition to any other; and its
     * HTTP client does so whatever it is told.
     */
    private static final class ByServerName extends X509ExtendedTrustManager {
        private final X509TrustManager chains;
        private final String serverName;

        ByServerName(X509TrustManager chains, String serverName) {
            this.chains = chains;
            this.serverName = serverName;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            chains.checkServerTrusted(chain, authType);
            if (!Profile.covers(chain[0], serverName)) {
                throw new CertificateException("The certificate is not for " + serverName);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw new CertificateException("The operator is no server here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return chains.getAcceptedIssuers();
        }
    }
}
