package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.postgres.sql.SourceAnswer.Why;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;

/** What it means when a server outside of the cluster does not let its follower in. */
final class SourceTrouble {
    private SourceTrouble() {}

    static Why why(SQLException e) {
        if (cause(e, ConnectException.class)) {
            return Why.STOPPED;
        }
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return switch (state) {
            case "28P01" -> Why.PASSWORD;
            case "28000" -> Why.REFUSED;
            case "42501" -> Why.NO_REPLICATION;
            case "53300" -> Why.NO_SENDERS;
            default ->
                    state.startsWith("08")
                            ? Why.UNREACHABLE
                            : SqlTrouble.isPassing(e) ? Why.NOT_NOW : Why.ODD;
        };
    }

    static String text(SQLException e) {
        if (cause(e, UnknownHostException.class)) {
            return "there is no host of that name";
        }
        return switch (why(e)) {
            case STOPPED -> "nothing listens at that address and port";
            case UNREACHABLE -> "there is no answer";
            default -> SqlTrouble.text(e);
        };
    }

    private static boolean cause(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable it = e; it != null; it = it.getCause()) {
            if (kind.isInstance(it)) {
                return true;
            }
        }
        return false;
    }
}
