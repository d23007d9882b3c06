package dev.refservers.peers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.InlineCommandRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.RedisMessage;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** As much of the queue protocol as loads need, for one client. Used by the event loop's thread. */
final class Queue extends SimpleChannelInboundHandler<RedisMessage> {

    private static final RedisMessage PONG = new SimpleStringRedisMessage("PONG");

    private final Map<String, Deque<byte[]>> lists;

    /** Of these lists, which all clients share: one loop, so no lock. */
    Queue(Map<String, Deque<byte[]>> lists) {
        this.lists = lists;
    }

    /** A write that fails is told to the pipeline: that is what the void promise is. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    protected void channelRead0(ChannelHandlerContext context, RedisMessage request) {
        List<ByteBuf> words = words(request);
        if (!words.isEmpty()) {
            context.write(reply(text(words.getFirst()).toUpperCase(Locale.ROOT), words), context.voidPromise());
        }
    }

    private static List<ByteBuf> words(RedisMessage request) {
        List<ByteBuf> words = new ArrayList<>();
        if (request instanceof InlineCommandRedisMessage line) {
            Arrays.stream(line.content().strip().split(" +", -1))
                    .filter(word -> !word.isEmpty())
                    .forEach(word -> words.add(Unpooled.copiedBuffer(word, StandardCharsets.ISO_8859_1)));
        } else if (request instanceof ArrayRedisMessage array && !array.isNull()) {
            for (RedisMessage child : array.children()) {
                if (child instanceof FullBulkStringRedisMessage bulk && !bulk.isNull()) {
                    words.add(bulk.content());
                }
            }
        }
        return words;
    }

    private RedisMessage reply(String command, List<ByteBuf> words) {
        int arguments = words.size() - 1;
        return switch (command) {
            case "PING" -> arguments == 0 ? PONG : arguments == 1 ? bulk(copy(words.get(1))) : wrongNumber(command);
            case "ECHO" -> arguments == 1 ? bulk(copy(words.get(1))) : wrongNumber(command);
            case "RPUSH" -> arguments >= 2 ? push(words) : wrongNumber(command);
            case "LPOP" -> arguments == 1 ? pop(text(words.get(1))) : wrongNumber(command);
            case "LLEN" -> arguments == 1 ? length(text(words.get(1))) : wrongNumber(command);
            // redis-benchmark asks for save and appendonly before it begins.
            case "CONFIG" -> arguments == 2
                    ? new ArrayRedisMessage(List.of(bulk(copy(words.get(2))), bulk(new byte[0])))
                    : wrongNumber(command);
            default -> new ErrorRedisMessage("ERR unknown command '" + command + "'");
        };
    }

    private RedisMessage push(List<ByteBuf> words) {
        Deque<byte[]> list = lists.computeIfAbsent(text(words.get(1)), key -> new ArrayDeque<>());
        // Copied: a part of a pooled buffer that is kept keeps all of it.
        words.subList(2, words.size()).forEach(element -> list.addLast(copy(element)));
        return new IntegerRedisMessage(list.size());
    }

    private RedisMessage pop(String key) {
        Deque<byte[]> list = lists.get(key);
        if (list == null) {
            return FullBulkStringRedisMessage.NULL_INSTANCE;
        }
        byte[] element = list.removeFirst();
        if (list.isEmpty()) {
            lists.remove(key);
        }
        return bulk(element);
    }

    private RedisMessage length(String key) {
        Deque<byte[]> list = lists.get(key);
        return new IntegerRedisMessage(list == null ? 0 : list.size());
    }

    private static RedisMessage wrongNumber(String command) {
        return new ErrorRedisMessage(
                "ERR wrong number of arguments for '" + command.toLowerCase(Locale.ROOT) + "' command");
    }

    private static RedisMessage bulk(byte[] bytes) {
        return new FullBulkStringRedisMessage(Unpooled.wrappedBuffer(bytes));
    }

    private static byte[] copy(ByteBuf content) {
        return ByteBufUtil.getBytes(content);
    }

    private static String text(ByteBuf content) {
        return content.toString(StandardCharsets.ISO_8859_1);
    }
}
