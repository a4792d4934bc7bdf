-- The one door by which a message enters a conversation: its number, its link in the chain and its row in one call,
-- under the lock of the conversation's row. Needs no more statements for a thousand participants than for two.
--
-- A retry (same participant, device and client id) gives the first answer, whatever has happened since.
-- Raises EM001 no such conversation, or the participant is not in it · EM002 too fast · EM003 client id reused with
-- another body.
CREATE FUNCTION imessage_append(
    p_conversation uuid, p_participant uuid, p_device text, p_client uuid, p_kind text, p_target bigint,
    p_mac bytea, p_salt bytea, p_body jsonb, p_display text, p_badge text, p_at timestamptz,
    p_burst integer, p_per_second integer,
    OUT seq bigint, OUT sent_at timestamptz, OUT is_new boolean
) LANGUAGE plpgsql AS $append$
DECLARE
    talk imessage_conversation%ROWTYPE;
    allowed integer;
    stored jsonb;
    link bytea;
BEGIN
    SELECT * INTO talk FROM imessage_conversation WHERE id = p_conversation FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such conversation' USING ERRCODE = 'EM001';
    END IF;

    IF p_participant IS NOT NULL THEN
        SELECT m.seq, m.sent_at, b.body INTO seq, sent_at, stored
          FROM imessage_message m
          JOIN imessage_messagebody b ON b.conversation_id = m.conversation_id AND b.seq = m.seq
         WHERE m.conversation_id = p_conversation AND m.participant_id = p_participant
           AND m.device = p_device AND m.client_id = p_client;
        IF FOUND THEN
            IF stored <> p_body THEN -- an erased body is NULL and fits every retry
                RAISE EXCEPTION 'client id reused' USING ERRCODE = 'EM003';
            END IF;
            is_new := false;
            RETURN;
        END IF;
    END IF;

    seq := talk.last_seq + 1;
    sent_at := greatest(p_at, talk.last_at); -- of two processes with two clocks, the sequence decides
    is_new := true;

    IF p_participant IS NOT NULL THEN
        UPDATE imessage_participant p
           SET allowance = least(p_burst * 1000, p.allowance + p_per_second
                               * (extract(epoch FROM greatest(p_at - p.allowance_at, interval '0')) * 1000)) - 1000,
               allowance_at = greatest(p_at, p.allowance_at),
               recv_seq = imessage_append.seq, read_seq = imessage_append.seq
         WHERE p.id = p_participant AND p.conversation_id = p_conversation AND p.left_seq IS NULL
        RETURNING p.allowance INTO allowed;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'not a participant' USING ERRCODE = 'EM001';
        END IF;
        IF allowed < 0 THEN
            RAISE EXCEPTION 'too fast' USING ERRCODE = 'EM002';
        END IF;
    END IF;

    link := sha256(talk.head_hash || convert_to(concat_ws(E'\x1f',
        p_conversation::text, seq::text, coalesce(p_participant::text, ''), p_device, p_client::text, p_kind,
        coalesce(p_target::text, ''), p_display, p_badge, encode(p_mac, 'hex'),
        (extract(epoch FROM sent_at) * 1000000)::bigint::text), 'UTF8'));
    INSERT INTO imessage_message (conversation_id, seq, participant_id, device, client_id, kind, target_seq, display,
                                  badge, body_mac, sent_at, prev_hash, hash)
    VALUES (p_conversation, seq, p_participant, p_device, p_client, p_kind, p_target, p_display,
            p_badge, p_mac, sent_at, talk.head_hash, link);
    INSERT INTO imessage_messagebody (conversation_id, seq, salt, body) VALUES (p_conversation, seq, p_salt, p_body);
    UPDATE imessage_conversation SET last_seq = seq, last_at = sent_at, head_hash = link WHERE id = p_conversation;
END $append$;
