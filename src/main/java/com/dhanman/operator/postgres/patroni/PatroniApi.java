package com.dhanman.operator.postgres.patroni;

import com.dhanman.operator.postgres.ClusterNames;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Patroni's REST API, by mutual TLS and by the address of the pod. Each call ends within {@link
 * #LONGEST}: nothing is lost by giving up, since Patroni goes on and the cluster's state tells. It
 * is opened when there is something to ask, so that clusters at rest cost no threads.
 */
public final class PatroniApi implements Patroni {
    /** Patroni itself polls for up to 20 seconds until a switchover is done. */
    static final Duration LONGEST = Duration.ofSeconds(25);

    /** What Patroni gives PostgreSQL to come up; a primary that needs more fails over. */
    private static final int RESTART_SECONDS = 20;

    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration BEGIN = Duration.ofSeconds(10);
    private static final int TEXT_LENGTH = 200;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client;
    private final int port;

    /**
     * Talks to any cluster whose authority and certificate the context has.
     *
     * @param tls trusts the cluster's authority without asking for a name, since pods are called by
     *     their addresses, and has a certificate that Patroni accepts
     */
    public PatroniApi(SSLContext tls) {
        this(tls, ClusterNames.PATRONI_PORT);
    }

    PatroniApi(SSLContext tls, int port) {
        this.port = port;
        this.client =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(SHORT)
                        .build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    @Override
    public Map<String, Report> reports(Collection<Member> members) {
        Map<String, CompletableFuture<HttpResponse<String>>> asked = new HashMap<>();
        for (Member member : members) {
            request(member, "/patroni", SHORT)
                    .ifPresent(
                            it ->
                                    asked.put(
                                            member.name(),
                                            client.sendAsync(
                                                    it.GET().build(),
                                                    HttpResponse.BodyHandlers.ofString())));
        }
        Map<String, Report> reports = new HashMap<>();
        asked.forEach(
                (name, answer) ->
                        // The request's own limit ends with the answer's head.
                        answer.orTimeout(2 * SHORT.toSeconds(), TimeUnit.SECONDS)
                                .handle((it, failure) -> Optional.ofNullable(it))
                                .join()
                                .filter(it -> it.statusCode() == 200)
                                .map(it -> Report.ofAnswer(Json.parse(it.body())))
                                .ifPresent(it -> reports.put(name, it)));
        return reports;
    }

    @Override
    public Outcome switchover(Member leader, Member candidate) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("leader", leader.name());
        body.put("candidate", candidate.name());
        return post(leader, "/switchover", body, LONGEST);
    }

    @Override
    public Outcome restart(Member member, boolean onlyPending) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("timeout", RESTART_SECONDS);
        if (onlyPending) {
            body.put("restart_pending", true);
        }
        return post(member, "/restart", body, LONGEST);
    }

    @Override
    public Outcome reinitialize(Member member, boolean force) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("force", force);
        return post(member, "/reinitialize", body, BEGIN);
    }

    @Override
    public Outcome reload(Member member) {
        return post(member, "/reload", MAPPER.createObjectNode(), BEGIN);
    }

    private Outcome post(Member member, String path, ObjectNode body, Duration timeout) {
        Optional<HttpRequest.Builder> request = request(member, path, timeout);
        if (request.isEmpty()) {
            return new Outcome.Refused("pod " + member.name() + " has no address");
        }
        try {
            HttpResponse<String> answer =
                    client.send(
                            request.get()
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return outcome(answer.statusCode(), answer.body());
        } catch (ConnectException | HttpConnectTimeoutException | SSLException e) {
            return new Outcome.Refused(
                    "Patroni of " + member.name() + " does not answer: " + e.getMessage());
        } catch (IOException e) {
            return new Outcome.Unknown("Patroni of " + member.name() + " gave no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("interrupted");
        }
    }

    /**
     * What an answer means. A switchover that was still going on when Patroni gave up polling ends
     * in `Switchover status unknown`, a restart in `postgres is still starting`.
     */
    static Outcome outcome(int status, String body) {
        String text = body.strip();
        if (text.length() > TEXT_LENGTH) {
            text = text.substring(0, TEXT_LENGTH) + "...";
        }
        if (status >= 200 && status < 300) {
            return new Outcome.Done(text);
        }
        if (text.endsWith("status unknown") || text.equals("postgres is still starting")) {
            return new Outcome.Unknown(text);
        }
        return new Outcome.Refused(
                text.isEmpty() || text.startsWith("<") ? "status " + status : text);
    }

    private Optional<HttpRequest.Builder> request(Member member, String path, Duration timeout) {
        return member.ip()
                .map(it -> it.contains(":") ? "[" + it + "]" : it)
                .map(
                        it ->
                                HttpRequest.newBuilder(
                                                URI.create("https://" + it + ":" + port + path))
                                        .timeout(timeout));
    }
}
