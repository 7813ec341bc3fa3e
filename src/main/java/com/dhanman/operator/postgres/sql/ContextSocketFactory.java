package com.dhanman.operator.postgres.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS by a context of ours. The driver makes its socket factory itself, from a class name and a
 * text: the text is a number under which the keys lie ready while a connection is made. For the
 * driver alone, though public.
 */
public final class ContextSocketFactory extends SSLSocketFactory {
    private static final Map<String, SqlTarget.Tls> READY = new ConcurrentHashMap<>();

    private final SqlTarget.Tls tls;

    public ContextSocketFactory(String ticket) {
        this.tls = READY.get(ticket);
    }

    /** Lays keys ready, until they are withdrawn. */
    static String offer(SqlTarget.Tls tls) {
        String ticket = UUID.randomUUID().toString();
        READY.put(ticket, tls);
        return ticket;
    }

    static void withdraw(String ticket) {
        READY.remove(ticket);
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        boolean named = tls.serverName() != null;
        SSLSocket wrapped =
                (SSLSocket)
                        tls.context()
                                .getSocketFactory()
                                .createSocket(
                                        socket, named ? tls.serverName() : host, port, autoClose);
        if (named) {
            SSLParameters parameters = wrapped.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            wrapped.setSSLParameters(parameters);
        }
        return wrapped;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.context().getSocketFactory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.context().getSocketFactory().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unused();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("PostgreSQL's TLS begins on an open socket");
    }
}
