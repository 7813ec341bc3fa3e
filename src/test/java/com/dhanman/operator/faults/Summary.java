package com.dhanman.operator.faults;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;

/** What one appender saw, as its last line tells. Times are milliseconds since 1970. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Summary(
        String run,
        String node,
        List<Stream> streams,
        List<Origin> origins,
        boolean verified,
        int lost,
        int phantom,
        int twice) {

    /** Rows by one way to the database. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Stream(String name, int acked, int refused, int unknown, List<Gap> gaps) {}

    /** A time without an acknowledged row. */
    public record Gap(long from, long to) {}

    /** When an instance acknowledged rows of a stream on a timeline. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Origin(
            String server,
            int timeline,
            String stream,
            long firstEnd,
            long lastBegin,
            long lastEnd) {
        /** Not through a Service or the connection string, but by the instance's own name. */
        boolean isDirect() {
            return stream.startsWith("direct");
        }
    }

    /** Reads the last line of an appender's log. */
    public static Optional<Summary> in(String log) {
        List<String> lines = log.lines().toList();
        try {
            ObjectMapper mapper = new ObjectMapper();
            JsonNode last = mapper.readTree(lines.isEmpty() ? "{}" : lines.getLast());
            return last.has("summary")
                    ? Optional.of(mapper.treeToValue(last.get("summary"), Summary.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public int acked() {
        return streams.stream().mapToInt(Stream::acked).sum();
    }
}
