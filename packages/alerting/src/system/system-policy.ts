/**
 * A policy of alerts about DQS itself, with its own tests: a file to begin with, of which the receiver is to be changed. Each rule
 * has a page of the same name in `docs/runbooks`.
 */
export const SYSTEM_POLICY = `# Alerts about DQS itself. Change the receiver, then: dqs alerts test --policy system.yaml
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: system, description: Alerts about DQS itself }

rules: # what to do about each: docs/runbooks/<id>.md
  - id: source-late
    description: A source has not delivered at a time by which it has on 99 of 100 days.
    level: source
    when: arrival_lag > quantile(0.99)
  - id: forecasts-not-issued
    description: Of the series whose results are there, some have no forecast of the day to come.
    level: system
    when: kind == "forecasts" and share < 0.9
    for: 1h
    severity: { critical: share < 0.5, warning: true }
  - id: worse-than-naive
    description: The naive forecast has been better than the model, and chance does not explain it.
    level: model
    when: e_value(live_vs_naive) >= 100
    clear: e_value(live_vs_naive) < 20
  - id: coverage-off
    description: Results of the last 28 days fall into the intervals of forecasts more or less often than they should.
    level: model
    when: coverage_80 < 0.7 or coverage_80 > 0.9 or coverage_95 < 0.88
    clear: coverage_80 >= 0.74 and coverage_80 <= 0.87 and coverage_95 >= 0.91
  - id: outbox-stuck
    description: A message has waited for long.
    level: system
    when: kind == "outbox" and age > 15m
    severity: { critical: age > 2h, warning: true }
  - id: channel-failing
    description: A receiver is switched off, has refused a message, or has not taken one several times in a row.
    level: system
    when: kind == "channel" and (not ok or failures >= 3)
  - id: store-trouble
    description: The disk of the database is nearly full.
    level: system
    when: kind == "store" and not ok
    severity: { critical: true }
  - id: retraining-stuck
    description: A training has died, a challenger waits for somebody, or one after another is turned down.
    level: system
    when: (kind == "retraining" and (age > 1h or failures >= 3)) or (kind == "approval" and age > 3d)
  - id: rollback-happened
    description: An alias points at an earlier version again.
    level: system
    when: kind == "alias" and age < 3d
  - id: audit-broken
    description: The last verification of the audit log found that it is not as it was written.
    level: system
    when: kind == "audit" and not ok
    severity: { critical: true }
  - id: job-late
    description: A job has failed for good, waits or runs for long, or nobody looks at what is due.
    level: system
    when: (kind == "job" and (failures >= 1 or age > 1h)) or (kind == "tick" and age > 1h)
  - id: watchdog
    description: Always fires. Whoever no longer hears of it knows that nobody is told anything.
    level: system
    when: kind == "watchdog"
    severity: { info: true }

incidents: { group_by: [source, model], reopen_within: 1d, resolution_reasons: [fixed, expected, false-alarm] }
routes:
  - { match: { alert: watchdog }, to: [watchdog], repeat: 1h }
  - { to: [operators], repeat: 24h }
receivers:
  operators: { email: { to: operators@example.com } } # whom to tell; better not by what is being watched
  # A service elsewhere that raises the alarm when it has heard nothing for three hours. Many take a webhook instead:
  # watchdog: { webhook: { url: 'https://watchdog.example.com/ping', secret: { env: DQS_WATCHDOG_SECRET } }, update: new }
  watchdog: { email: { to: watchdog@example.com }, update: new }

tests:
  - name: a late source is told and ends when it arrives
    sources: { source: shop, arrival_lag: [5h, 9h, 5h], late_after: 7h }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, sent: [operators] }
      - { day: 2, incident: resolved, sent: [operators] }
  - name: forecasts that are missing for an hour
    system: { part: forecasts, kind: forecasts, share: [1, 0.4, 0.4, null, 1] }
    expect:
      - { day: 0, incident: none }
      - { day: 2, severity: critical }
      - { day: 3, incident: none }
      - { day: 4, incident: resolved, sent: [operators] }
  - name: a model that the naive forecast beats
    models: { model: daily, live_vs_naive: [3, 120, 60, 12] }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, severity: warning, sent: [operators] }
      - { day: 2, severity: warning }
      - { day: 3, incident: resolved, sent: [operators] }
  - name: intervals that are too narrow, or too wide
    models:
      - { model: narrow, coverage_80: [0.8, 0.65, 0.72, 0.78], coverage_95: [0.95, 0.85, 0.9, 0.94] }
      - { model: wide, coverage_80: [0.8, 0.93, 0.88, 0.85], coverage_95: [0.95, 0.99, 0.98, 0.97] }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, sent: [operators] }
      - { day: 2, severity: warning }
      - { day: 3, incident: resolved, sent: [operators] }
  - name: a message that waits, longer and longer
    system: { part: outbox of main, kind: outbox, age: [1m, 20m, 3h, 0m] }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, severity: warning, sent: [operators] }
      - { day: 2, severity: critical, sent: [operators] }
      - { day: 3, incident: resolved, sent: [operators] }
  - name: two channels that fail are two incidents' worth
    system:
      - { part: channel chat of main, kind: channel, ok: [true, false, true], failures: [2, 0, 0] }
      - { part: channel page of main, kind: channel, ok: [true, true, true], failures: [0, 3, 0] }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, severity: warning, sent: [operators] }
      - { day: 2, incident: resolved, sent: [operators] }
  - name: a disk that is nearly full
    system: { part: store, kind: store, ok: [true, false, true] }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, severity: critical, sent: [operators] }
      - { day: 2, incident: resolved, sent: [operators] }
  - name: a training that has died, one that is turned down again and again, and a challenger that waits
    system:
      - { part: retraining of a, kind: retraining, age: [0m, 3h, 0m, 0m], failures: [0, 0, 0, 0] }
      - { part: retraining of b, kind: retraining, age: [0m, 0m, 0m, 0m], failures: [2, 3, 0, 0] }
      - { part: approval of c, kind: approval, age: [1d, 3d, 4d, null] }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, severity: warning, sent: [operators] }
      - { day: 2, incident: opened, sent: [operators] }
  - name: an alias that was rolled back is told for three days
    system: { part: alias orders@production, kind: alias, age: [null, 1h, 25h, 73h] }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, severity: warning, sent: [operators] }
      - { day: 2, severity: warning }
      - { day: 3, incident: resolved, sent: [operators] }
  - name: an audit log that was changed
    system: { part: audit log, kind: audit, ok: [true, false, true] }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, severity: critical, sent: [operators] }
      - { day: 2, incident: resolved, sent: [operators] }
  - name: a job that failed for good, one that waits, and a tick that nobody makes
    system:
      - { part: jobs collect, kind: job, age: [0m, 0m, 0m], failures: [0, 1, 0] }
      - { part: jobs forecast, kind: job, age: [20m, 2h, 0m], failures: [0, 0, 0] }
      - { part: tick, kind: tick, age: [1m, 2h, 1m] }
    expect:
      - { day: 0, incident: none }
      - { day: 1, incident: opened, severity: warning, sent: [operators] }
      - { day: 2, incident: resolved, sent: [operators] }
  - name: the watchdog is heard again and again, and by its own receiver alone
    system: { part: watchdog, kind: watchdog, ok: [true, true, true] }
    expect:
      - { day: 0, incident: opened, severity: info, sent: [watchdog] }
      - { day: 1, sent: [watchdog] }
      - { day: 2, severity: info, sent: [watchdog] }
`;
