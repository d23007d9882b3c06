package dev.refservers.protocol.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * INFO in the fields of Redis 7.0.15, and {@code server_name}, {@code server_version}, {@code architecture}, {@code queued_bytes} and
 * {@code buffered_bytes} besides. What stands in braces is told as it is; all else is constant: of what there is not here, what Redis tells where there is none.
 */
final class InfoFields {

    private static final String TEXT = """
            # Server
            server_name:reference-servers
            server_version:{server_version}
            architecture:{architecture}
            redis_version:7.0.15
            redis_git_sha1:00000000
            redis_git_dirty:0
            redis_build_id:0
            redis_mode:standalone
            os:{os}
            arch_bits:64
            monotonic_clock:System.nanoTime
            multiplexing_api:{architecture}
            atomicvar_api:java.util.concurrent
            gcc_version:0.0.0
            process_id:{process_id}
            process_supervised:no
            run_id:0000000000000000000000000000000000000000
            tcp_port:0
            server_time_usec:0
            uptime_in_seconds:{uptime_in_seconds}
            uptime_in_days:{uptime_in_days}
            hz:0
            configured_hz:0
            lru_clock:0
            executable:
            config_file:
            io_threads_active:0

            # Clients
            connected_clients:{connected_clients}
            cluster_connections:0
            maxclients:{maxclients}
            client_recent_max_input_buffer:0
            client_recent_max_output_buffer:0
            blocked_clients:{blocked_clients}
            tracking_clients:0
            clients_in_timeout_table:0

            # Memory
            queued_bytes:{queued_bytes}
            buffered_bytes:{buffered_bytes}
            used_memory:{used_memory}
            used_memory_human:{used_memory_human}
            used_memory_rss:0
            used_memory_rss_human:0B
            used_memory_peak:0
            used_memory_peak_human:0B
            used_memory_peak_perc:0.00%
            used_memory_overhead:0
            used_memory_startup:0
            used_memory_dataset:{queued_bytes}
            used_memory_dataset_perc:0.00%
            allocator_allocated:0
            allocator_active:0
            allocator_resident:0
            total_system_memory:0
            total_system_memory_human:0B
            used_memory_lua:0
            used_memory_vm_eval:0
            used_memory_lua_human:0B
            used_memory_scripts_eval:0
            number_of_cached_scripts:0
            number_of_functions:0
            number_of_libraries:0
            used_memory_vm_functions:0
            used_memory_vm_total:0
            used_memory_vm_total_human:0B
            used_memory_functions:0
            used_memory_scripts:0
            used_memory_scripts_human:0B
            maxmemory:{maxmemory}
            maxmemory_human:{maxmemory_human}
            maxmemory_policy:noeviction
            allocator_frag_ratio:0.00
            allocator_frag_bytes:0
            allocator_rss_ratio:0.00
            allocator_rss_bytes:0
            rss_overhead_ratio:0.00
            rss_overhead_bytes:0
            mem_fragmentation_ratio:0.00
            mem_fragmentation_bytes:0
            mem_not_counted_for_evict:0
            mem_replication_backlog:0
            mem_total_replication_buffers:0
            mem_clients_slaves:0
            mem_clients_normal:0
            mem_cluster_links:0
            mem_aof_buffer:0
            mem_allocator:jvm
            active_defrag_running:0
            lazyfree_pending_objects:0
            lazyfreed_objects:0

            # Persistence
            loading:0
            async_loading:0
            current_cow_peak:0
            current_cow_size:0
            current_cow_size_age:0
            current_fork_perc:0.00
            current_save_keys_processed:0
            current_save_keys_total:0
            rdb_changes_since_last_save:0
            rdb_bgsave_in_progress:0
            rdb_last_save_time:0
            rdb_last_bgsave_status:ok
            rdb_last_bgsave_time_sec:-1
            rdb_current_bgsave_time_sec:-1
            rdb_saves:0
            rdb_last_cow_size:0
            rdb_last_load_keys_expired:0
            rdb_last_load_keys_loaded:0
            aof_enabled:0
            aof_rewrite_in_progress:0
            aof_rewrite_scheduled:0
            aof_last_rewrite_time_sec:-1
            aof_current_rewrite_time_sec:-1
            aof_last_bgrewrite_status:ok
            aof_rewrites:0
            aof_rewrites_consecutive_failures:0
            aof_last_write_status:ok
            aof_last_cow_size:0
            module_fork_in_progress:0
            module_fork_last_cow_size:0

            # Stats
            total_connections_received:{total_connections_received}
            total_commands_processed:{total_commands_processed}
            instantaneous_ops_per_sec:0
            total_net_input_bytes:0
            total_net_output_bytes:0
            total_net_repl_input_bytes:0
            total_net_repl_output_bytes:0
            instantaneous_input_kbps:0.00
            instantaneous_output_kbps:0.00
            instantaneous_input_repl_kbps:0.00
            instantaneous_output_repl_kbps:0.00
            rejected_connections:{rejected_connections}
            sync_full:0
            sync_partial_ok:0
            sync_partial_err:0
            expired_keys:0
            expired_stale_perc:0.00
            expired_time_cap_reached_count:0
            expire_cycle_cpu_milliseconds:0
            evicted_keys:0
            evicted_clients:0
            total_eviction_exceeded_time:0
            current_eviction_exceeded_time:0
            keyspace_hits:0
            keyspace_misses:0
            pubsub_channels:0
            pubsub_patterns:0
            pubsubshard_channels:0
            latest_fork_usec:0
            total_forks:0
            migrate_cached_sockets:0
            slave_expires_tracked_keys:0
            active_defrag_hits:0
            active_defrag_misses:0
            active_defrag_key_hits:0
            active_defrag_key_misses:0
            total_active_defrag_time:0
            current_active_defrag_time:0
            tracking_total_keys:0
            tracking_total_items:0
            tracking_total_prefixes:0
            unexpected_error_replies:0
            total_error_replies:0
            dump_payload_sanitizations:0
            total_reads_processed:0
            total_writes_processed:0
            io_threaded_reads_processed:0
            io_threaded_writes_processed:0
            reply_buffer_shrinks:0
            reply_buffer_expands:0

            # Replication
            role:master
            connected_slaves:0
            master_failover_state:no-failover
            master_replid:0000000000000000000000000000000000000000
            master_replid2:0000000000000000000000000000000000000000
            master_repl_offset:0
            second_repl_offset:-1
            repl_backlog_active:0
            repl_backlog_size:0
            repl_backlog_first_byte_offset:0
            repl_backlog_histlen:0

            # CPU
            used_cpu_sys:0.000000
            used_cpu_user:0.000000
            used_cpu_sys_children:0.000000
            used_cpu_user_children:0.000000
            used_cpu_sys_main_thread:0.000000
            used_cpu_user_main_thread:0.000000

            # Modules

            # Errorstats

            # Cluster
            cluster_enabled:0

            # Keyspace
            {keyspace}
            """;

    private InfoFields() {}

    /** The lines of each section, by its title, in Redis's order. */
    static Map<String, List<String>> sections() {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        for (String line : TEXT.lines().toList()) {
            if (line.startsWith("# ")) {
                section = new ArrayList<>();
                sections.put(line.substring(2), section);
            } else if (!line.isBlank()) {
                section.add(line);
            }
        }
        return sections;
    }
}
