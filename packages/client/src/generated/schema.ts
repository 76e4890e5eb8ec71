// Written by scripts/generate.mjs from the OpenAPI document of the API.
export interface paths {
  readonly '/livez': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether the process lives; does nothing but answer */
    readonly get: operations['live'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/readyz': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether it can be asked: model open, database there, not about to stop */
    readonly get: operations['ready'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/startupz': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether it has started: it listens only when it has */
    readonly get: operations['started'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v2': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Name and version of the server */
    readonly get: operations['serverMetadata'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v2/health/live': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether the server lives */
    readonly get: operations['serverLive'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v2/health/ready': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether the server can be asked */
    readonly get: operations['serverReady'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v2/models/{model}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Inputs and outputs of a model */
    readonly get: operations['modelMetadata'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v2/models/{model}/ready': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether a model can be asked */
    readonly get: operations['modelReady'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v2/models/{model}/infer': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Make forecasts
     * @description Inputs are texts, one a row and input; outputs are the numbers of a forecast, all finite, and its flags.
     */
    readonly post: operations['infer'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v2/models/{model}/versions/{version}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Inputs and outputs of a model */
    readonly get: operations['modelVersionMetadata'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v2/models/{model}/versions/{version}/ready': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether a model can be asked */
    readonly get: operations['modelVersionReady'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v2/models/{model}/versions/{version}/infer': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Make forecasts
     * @description Inputs are texts, one a row and input; outputs are the numbers of a forecast, all finite, and its flags.
     */
    readonly post: operations['inferVersion'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/series': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The series that can be forecast: rules on datasets, by tenant, dataset and rule */
    readonly get: operations['listSeries'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/forecasts': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Forecasts that were issued, by day and series */
    readonly get: operations['listForecasts'];
    readonly put?: never;
    /**
     * Make forecasts now, from the results that are known
     * @description Nothing is kept. Row i answers request i; all are answered, or none.
     */
    readonly post: operations['makeForecasts'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/results': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send results: one delivery, a JSON object a line
     * @description All of it is kept, or nothing. The same `Idempotency-Key` with the same content again changes nothing; with another content it is a correction, which takes the place of the first. Without a key the sha256 of the content stands for it. A key that is limited to tenants sends results of one of them at a time.
     */
    readonly post: operations['sendResults'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/deliveries': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The newest version of every delivery, as they arrived */
    readonly get: operations['listDeliveries'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/deliveries/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** All versions of a delivery, newest first */
    readonly get: operations['showDelivery'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/ledger': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Forecasts that were issued, with their grades */
    readonly get: operations['listLedger'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/ledger/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** One forecast that was issued, its grade, and all results that came for its day */
    readonly get: operations['showForecast'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/ledger/{id}/explanation': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What the features of its version make of a forecast that was issued
     * @description Only where the same version still makes the same forecast of the results as they are now, within 0.05 points.
     */
    readonly get: operations['explainForecast'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/ledger/{id}/replay': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Make a forecast again, from the deliveries of its time and the version that made it
     * @description Nothing is kept. Everything is compared bit by bit: numbers, flags and the distribution.
     */
    readonly post: operations['replayForecast'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/models': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The models of the registry, by name */
    readonly get: operations['listModels'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/models/{model}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A model and its versions */
    readonly get: operations['showModel'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/models/{model}/aliases/{alias}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Where an alias points; its ETag is what a change of it asks for */
    readonly get: operations['showAlias'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/models/{model}/aliases/{alias}/rollback': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Point an alias back at the version before
     * @description Only as long as it points where the caller has seen it: `If-Match` has the ETag of the alias.
     */
    readonly post: operations['rollBack'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/models/{model}/aliases/{alias}/promote': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Point an alias at a version, if its gates allow it
     * @description Only as long as it points where the caller has seen it: `If-Match` has the ETag of the alias; for a new alias `If-None-Match` is `*`. The gates are asked at once, those of one promotion after those of another, which takes its time on a long history; other requests are answered meanwhile.
     */
    readonly post: operations['promote'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/retrainings': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Decisions, verdicts, approvals and moves, also every no, the last first */
    readonly get: operations['listRetrainings'];
    readonly put?: never;
    /** Ask for a training by hand; a worker decides, trains and judges */
    readonly post: operations['startRetraining'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/retrainings/current': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The retraining that is under way, and whether the automation is paused */
    readonly get: operations['showRetraining'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/retrainings/plan': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * What would be decided now if a person asked, from all that is known; nothing is recorded or trained
     * @description Reads the whole history, which takes its time on a long one.
     */
    readonly post: operations['planRetraining'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/retrainings/approve': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Let a challenger in that waits for it */
    readonly post: operations['approveRetraining'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/retrainings/veto': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** End a retraining before its challenger is let in */
    readonly post: operations['vetoRetraining'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/retrainings/pause': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Stop trainings and moves of this model until they are resumed */
    readonly post: operations['pauseRetraining'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/retrainings/resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** End a pause */
    readonly post: operations['resumeRetraining'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/retrainings/hand-over': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Let the automation move an alias that a person moved last */
    readonly post: operations['handOverRetraining'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Incidents, the one that opened last first */
    readonly get: operations['listIncidents'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** An incident, its alerts and what happened to it */
    readonly get: operations['showIncident'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/acknowledge': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Take an incident over */
    readonly post: operations['acknowledgeIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/assign': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Give an incident to somebody, or back to nobody */
    readonly post: operations['assignIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/comment': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Say something of an incident, which tells nobody */
    readonly post: operations['commentIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/name': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Call an incident by a title of its own */
    readonly post: operations['nameIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/root': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Say in which of its members an incident began */
    readonly post: operations['rootIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/fixed': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Say that what was broken is fixed
     * @description The incident ends when its alerts do. Each series is marked as fixed on the day; with `leave_out`, the day, of which no result may have come, is neither hit nor miss, whatever comes: a person stepped in. That cannot be taken back.
     */
    readonly post: operations['fixIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/not-fixed': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Take back that an incident is fixed
     * @description What was said of its series is withdrawn by itself; a day that was left out stays so.
     */
    readonly post: operations['unfixIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/merge': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Take the members of other incidents over, which end */
    readonly post: operations['mergeIncidents'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/split': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Give some alerts of an incident one of their own */
    readonly post: operations['splitIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/undo': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Take back the merge by which an incident ended, or the split by which it began */
    readonly post: operations['undoIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/resolve': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** End an incident, for a reason of the policy */
    readonly post: operations['resolveIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/incidents/{id}/reopen': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Open an incident again that was ended while alerts of it still fire */
    readonly post: operations['reopenIncident'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/alerts': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Alerts that are on their way, fire or are about to recover */
    readonly get: operations['listAlerts'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/silences': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Silences, those that have ended included */
    readonly get: operations['listSilences'];
    readonly put?: never;
    /**
     * Make a silence
     * @description Of a key that is limited to tenants it is about these, whether it says so or not.
     */
    readonly post: operations['addSilence'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/silences/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /** End a silence before its time */
    readonly delete: operations['endSilence'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/silences/preview': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * What a silence would be about, before it is made
     * @description Of a key that is limited to tenants it is about these, whether it says so or not.
     */
    readonly post: operations['previewSilence'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/marks/preview': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * What the warnings of the last 90 days would have been with a mark, before it is made
     * @description `expected-until` is taken as said of each warning of the series, `expected-once` as said of the alert of that day; the other two are for the record and change no warning.
     */
    readonly post: operations['previewMark'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/marks': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What people said of series, taken back or not */
    readonly get: operations['listMarks'];
    readonly put?: never;
    /**
     * Say something of a series: expected, fixed, or a false alarm
     * @description What is expected is not told; the other two are for the record. With `leave_out`, a day of which no result has come is neither hit nor miss, whatever comes: a person stepped in. That cannot be taken back.
     */
    readonly post: operations['addMark'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/marks/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /** Take back what was said of a series */
    readonly delete: operations['withdrawMark'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/policies/alerts': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The alert policy; its ETag is what a change of it asks for */
    readonly get: operations['showAlertPolicy'];
    /**
     * Take another alert policy
     * @description Only as long as the policy is as the caller has seen it: `If-Match` has its ETag; for the first, `If-None-Match` is `*`. What is no policy, or reaches files, private networks or other variables of the server than DQS_SECRET_…, is refused.
     */
    readonly put: operations['putAlertPolicy'];
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/policies/alerts/check': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** What is wrong with an alert policy that somebody writes, line by line, and what it cannot mean */
    readonly post: operations['checkAlertPolicy'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/policies/alerts/test': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Run the tests that an alert policy holds
     * @description Through the function that decides live. Answered with 202 and how far it is as long as it runs: the same request again asks for it, and what nobody asks for any longer ends.
     */
    readonly post: operations['testAlertPolicy'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/policies/alerts/simulate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * What an alert policy would have changed in the last days
     * @description Both policies replayed on what was known at each tick; nothing is sent. Answered with 202 and how far it is as long as it runs: the same request again asks for it, and what nobody asks for any longer ends.
     */
    readonly post: operations['simulateAlertPolicy'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/messages': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Messages to receivers, the one that was queued last first */
    readonly get: operations['listMessages'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/messages/{id}/resend': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Have a message sent after all that nobody tries any more
     * @description Where a newer one about its incident has been sent, it stays unsent and is `replaced`.
     */
    readonly post: operations['resendMessage'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/receivers/{receiver}/switch-on': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Let a receiver get messages again that was switched off, those that waited included */
    readonly post: operations['switchOnReceiver'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Jobs, the one that was put last first */
    readonly get: operations['listJobs'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/tick': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Put what is due now; workers do it */
    readonly post: operations['tickJobs'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{kind}/{key}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A job and what has become of it */
    readonly get: operations['showJob'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{kind}/{key}/retry': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Have a job that has failed tried again, from its first attempt on */
    readonly post: operations['retryJob'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{kind}/run': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Put what is due of one kind now, or have it done once more where nothing is; workers do it
     * @description What is paused stays so, and the answer says who has paused it. A kind that follows what arrives does nothing anew.
     */
    readonly post: operations['runJobs'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{kind}/pause': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Begin no more jobs of a kind, in any worker, until it is resumed
     * @description What runs goes on. What becomes due meanwhile is found by the first tick after it.
     */
    readonly post: operations['pauseJobs'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{kind}/resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** End a pause of a kind of job */
    readonly post: operations['resumeJobs'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/automation/pause': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Train no model and move no alias, in any worker, until it is resumed
     * @description Forecasts, grades and alerts go on. A person may still promote and roll back.
     */
    readonly post: operations['pauseAutomation'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/automation/resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** End the pause of the automation */
    readonly post: operations['resumeAutomation'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/keys': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** API keys, also those that are no longer good, by the time they were made */
    readonly get: operations['listKeys'];
    readonly put?: never;
    /**
     * Make an API key and show it, this once
     * @description It may do and see nothing that whoever makes it may not.
     */
    readonly post: operations['createKey'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/keys/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /** End an API key; every server refuses it within seconds */
    readonly delete: operations['revokeKey'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/events': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Events as they happen (Server-Sent Events)
     * @description Each has its number as `id`, its type as `event` and a JSON object as `data`: number, at, type, tenant, subject, data. `Last-Event-ID` goes on after that number, so that a connection that was lost misses nothing. Who is limited to tenants is told of these alone.
     */
    readonly get: operations['followEvents'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/webhooks': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Webhooks, by the time they were made */
    readonly get: operations['listWebhooks'];
    readonly put?: never;
    /**
     * Have events posted to an address from now on
     * @description A worker posts each as a CloudEvent that is signed as a Standard Webhook, again and again until it is taken, always under its id. Only public addresses are reached, and `--webhook-networks`.
     */
    readonly post: operations['createWebhook'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/webhooks/{id}/rotate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Sign with another secret, for a time beside the old one */
    readonly post: operations['rotateWebhookSecret'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/webhooks/{id}/ping': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Have an event webhook.ping posted; one that was switched off gets events again */
    readonly post: operations['pingWebhook'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/webhooks/{id}/deliveries': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What was posted or waits, the newest first */
    readonly get: operations['listWebhookDeliveries'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/webhooks/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /** Remove a webhook with all that waits for it */
    readonly delete: operations['removeWebhook'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/audit': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Entries of the audit log, the last first
     * @description Whoever reads leaves an entry that says so.
     */
    readonly get: operations['listAudit'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/frame.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What stands around every page: who looks, what they may do, what needs somebody */
    readonly get: operations['showFrame'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/today.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What there is to know this morning */
    readonly get: operations['showToday'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/today.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What there is to know this morning: a table */
    readonly get: operations['tableOfToday'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/models.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The models, how each does and what was last decided about it */
    readonly get: operations['showModels'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/models.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The models, how each does and what was last decided about it: a table */
    readonly get: operations['tableOfModels'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/models/{model}.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A model: how it does, how it came to be in use, whether it is trained anew */
    readonly get: operations['showModelPage'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/models/{model}.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A model: how it does, how it came to be in use, whether it is trained anew: a table */
    readonly get: operations['tableOfModelPage'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/quality.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** How good what was said has been, on live forecasts only */
    readonly get: operations['showQuality'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/quality.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** How good what was said has been, on live forecasts only: a table */
    readonly get: operations['tableOfQuality'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/alerts.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Who is told what, and who is not and why */
    readonly get: operations['showAlerts'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/alerts.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Who is told what, and who is not and why: a table */
    readonly get: operations['tableOfAlerts'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/search.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What a question finds: series, incidents, rules, owners, sources, models, pages and acts */
    readonly get: operations['showSearch'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/search.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What a question finds: series, incidents, rules, owners, sources, models, pages and acts: a table */
    readonly get: operations['tableOfSearch'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/series.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** All series: how they stand, their last results, what is forecast */
    readonly get: operations['showSeriesList'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/series.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** All series: how they stand, their last results, what is forecast: a table */
    readonly get: operations['tableOfSeriesList'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/series/{id}.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A series: what was said of it, what came, and how far what is said can be believed */
    readonly get: operations['showSeries'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/series/{id}.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A series: what was said of it, what came, and how far what is said can be believed: a table */
    readonly get: operations['tableOfSeries'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/series/{id}/target.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What another target would do to a series: the last 90 days under it */
    readonly get: operations['showTargetEffect'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/series/{id}/target.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What another target would do to a series: the last 90 days under it: a table */
    readonly get: operations['tableOfTargetEffect'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/system.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Sources, jobs, alerts about the system itself, keys and webhooks */
    readonly get: operations['showSystem'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/system.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Sources, jobs, alerts about the system itself, keys and webhooks: a table */
    readonly get: operations['tableOfSystem'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/system/audit.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The latest entries of the audit log; whoever reads leaves one */
    readonly get: operations['showSystemAudit'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/system/audit.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The latest entries of the audit log; whoever reads leaves one: a table */
    readonly get: operations['tableOfSystemAudit'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/incidents.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What is broken or will probably be, who has it, and how incidents go */
    readonly get: operations['showIncidents'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/incidents.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What is broken or will probably be, who has it, and how incidents go: a table */
    readonly get: operations['tableOfIncidents'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/incidents/{id}.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** An incident: how far it has come, what is in it, where it began, what happened, who was told */
    readonly get: operations['showIncidentPage'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/incidents/{id}.csv': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** An incident: how far it has come, what is in it, where it began, what happened, who was told: a table */
    readonly get: operations['tableOfIncidentPage'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/openapi.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** This document */
    readonly get: operations['document'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/errors/{code}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What an error code means; the `type` of a problem leads here */
    readonly get: operations['error'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly Problem: {
      /** @description Page of the error code, relative to the server: /errors/series-unknown */
      readonly type: string;
      /** @description What the code means */
      readonly title: string;
      readonly status: number;
      /** @description What was expected, where, what arrived, what to do */
      readonly detail: string;
      /** @description Stable; programs branch on it */
      readonly code: string;
      readonly request_id: string;
      /** @description Every part of the request that is wrong */
      readonly errors?: readonly {
        readonly pointer: string;
        readonly message: string;
        readonly fix: string;
      }[];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly live: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It does. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {string} */
            readonly status: 'live' | 'ready' | 'started';
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly ready: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It can. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {string} */
            readonly status: 'live' | 'ready' | 'started';
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly started: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It has. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {string} */
            readonly status: 'live' | 'ready' | 'started';
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly serverMetadata: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Its metadata */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly name: string;
            readonly version: string;
            readonly extensions: readonly string[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly error: string;
          };
        };
      };
    };
  };
  readonly serverLive: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It does. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly live: boolean;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly error: string;
          };
        };
      };
    };
  };
  readonly serverReady: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It can. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly ready: boolean;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly error: string;
          };
        };
      };
    };
  };
  readonly modelMetadata: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Its metadata */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly name: string;
            readonly versions: readonly string[];
            readonly platform: string;
            readonly inputs: readonly {
              readonly name: string;
              readonly datatype: string;
              readonly shape: readonly number[];
            }[];
            readonly outputs: readonly {
              readonly name: string;
              readonly datatype: string;
              readonly shape: readonly number[];
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly error: string;
          };
        };
      };
    };
  };
  readonly modelReady: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It can. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly name: string;
            readonly ready: boolean;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly error: string;
          };
        };
      };
    };
  };
  readonly infer: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly id?: string;
          readonly parameters?: {
            readonly [key: string]: string | number | boolean;
          };
          readonly inputs: readonly ({
            /** @enum {string} */
            readonly name: 'tenant_id' | 'dataset_uuid' | 'rule_code' | 'business_date';
            readonly shape: readonly number[];
            /** @constant */
            readonly datatype: 'BYTES';
            readonly parameters?: {
              readonly [key: string]: string | number | boolean;
            };
            readonly data: readonly unknown[];
          } & {
            readonly [key: string]: unknown;
          })[];
          readonly outputs?: readonly ({
            readonly name: string;
            readonly parameters?: {
              readonly [key: string]: string | number | boolean;
            };
          } & {
            readonly [key: string]: unknown;
          })[];
        } & {
          readonly [key: string]: unknown;
        };
      };
    };
    readonly responses: {
      /** @description The forecasts */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly model_name: string;
            readonly model_version: string;
            readonly id?: string;
            readonly outputs: readonly {
              readonly name: string;
              readonly datatype: string;
              readonly shape: readonly number[];
              readonly data: readonly (number | string)[];
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly error: string;
          };
        };
      };
    };
  };
  readonly modelVersionMetadata: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
        /**
         * @description A version by SemVer, or an alias
         * @example 1.0.0
         */
        readonly version: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Its metadata */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly name: string;
            readonly versions: readonly string[];
            readonly platform: string;
            readonly inputs: readonly {
              readonly name: string;
              readonly datatype: string;
              readonly shape: readonly number[];
            }[];
            readonly outputs: readonly {
              readonly name: string;
              readonly datatype: string;
              readonly shape: readonly number[];
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly error: string;
          };
        };
      };
    };
  };
  readonly modelVersionReady: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
        /**
         * @description A version by SemVer, or an alias
         * @example 1.0.0
         */
        readonly version: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It can. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly name: string;
            readonly ready: boolean;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly error: string;
          };
        };
      };
    };
  };
  readonly inferVersion: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
        /**
         * @description A version by SemVer, or an alias
         * @example 1.0.0
         */
        readonly version: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly id?: string;
          readonly parameters?: {
            readonly [key: string]: string | number | boolean;
          };
          readonly inputs: readonly ({
            /** @enum {string} */
            readonly name: 'tenant_id' | 'dataset_uuid' | 'rule_code' | 'business_date';
            readonly shape: readonly number[];
            /** @constant */
            readonly datatype: 'BYTES';
            readonly parameters?: {
              readonly [key: string]: string | number | boolean;
            };
            readonly data: readonly unknown[];
          } & {
            readonly [key: string]: unknown;
          })[];
          readonly outputs?: readonly ({
            readonly name: string;
            readonly parameters?: {
              readonly [key: string]: string | number | boolean;
            };
          } & {
            readonly [key: string]: unknown;
          })[];
        } & {
          readonly [key: string]: unknown;
        };
      };
    };
    readonly responses: {
      /** @description The forecasts */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly model_name: string;
            readonly model_version: string;
            readonly id?: string;
            readonly outputs: readonly {
              readonly name: string;
              readonly datatype: string;
              readonly shape: readonly number[];
              readonly data: readonly (number | string)[];
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly error: string;
          };
        };
      };
    };
  };
  readonly listSeries: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Rows of a page
         * @example 2
         */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
        /** @example acme */
        readonly tenant_id?: string;
        /** @example orders */
        readonly dataset_uuid?: string;
        readonly rule_code?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly tenant_id: string;
              readonly dataset_uuid: string;
              readonly dataset_name: string;
              readonly rule_code: string;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listForecasts: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
        /** @description First day that was forecast; six days before the last, by default */
        readonly from?: string;
        /** @description Last day that was forecast */
        readonly to?: string;
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @example acme */
        readonly tenant_id?: string;
        /**
         * @description By its uuid or its name
         * @example orders
         */
        readonly dataset?: string;
        /** @example 101 */
        readonly rule_code?: string;
        /** @example champion */
        readonly arm?: 'champion' | 'challenger' | 'predecessor' | 'naive';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly forecast_id: string;
              /** @enum {string} */
              readonly arm: 'champion' | 'challenger' | 'predecessor' | 'naive';
              readonly model: string;
              /** Format: date-time */
              readonly issued_at: string;
              /** Format: date-time */
              readonly known_at: string;
              readonly catalog_digest: string;
              /** @description tenant of the series */
              readonly tenant_id: string;
              /** @description dataset of the series */
              readonly dataset_uuid: string;
              /** @description its name, empty if the history has none */
              readonly dataset_name: string;
              /** @description rule of the series */
              readonly rule_code: string;
              /**
               * Format: date
               * @description day that is forecast
               */
              readonly business_date: string;
              /**
               * Format: date
               * @description last day whose results were known
               */
              readonly as_of_date: string;
              /** @description days from the as-of date to the business date */
              readonly horizon: number;
              /** @description the value of least expected absolute error, in [0, 100] */
              readonly predicted_pass_percentage: number;
              /** @description the mean, in [0, 100] */
              readonly expected_pass_percentage: number;
              /** @description lower bound of the central interval of 80 %, in [0, 100] */
              readonly lower_80: number;
              /** @description its upper bound */
              readonly upper_80: number;
              /** @description lower bound of the interval of 95 % */
              readonly lower_95: number;
              /** @description its upper bound */
              readonly upper_95: number;
              /** @description the pass percentage that the day should reach; 100 unless another was named */
              readonly target_percentage: number;
              /** @description probability that it does not, in [0, 1] */
              readonly p_below_target: number;
              /** @description executions the distribution assumes */
              readonly executions: number;
              /** @description median of the last 7 observed days; missing if there is none */
              readonly naive_pass_percentage: number | null;
              /** @description what a reader should know, such as cold_start */
              readonly flags: readonly string[];
              /** @description the version that made the forecast */
              readonly model_version: string;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly makeForecasts: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description A model, or one of its versions: orders, orders@production, orders@1.2.0; the one in use, by default */
          readonly model?: string;
          readonly forecasts: readonly {
            /** @description Needed where several tenants have the dataset and rule */
            readonly tenant_id?: string;
            readonly dataset_uuid: string;
            readonly rule_code: string;
            /**
             * Format: date
             * @description Day to forecast
             */
            readonly business_date: string;
            /**
             * Format: date
             * @description Last day whose results may be used; the last of the history, by default
             */
            readonly as_of_date?: string;
          }[];
        };
      };
    };
    readonly responses: {
      /** @description The forecasts */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** @description tenant of the series */
              readonly tenant_id: string;
              /** @description dataset of the series */
              readonly dataset_uuid: string;
              /** @description its name, empty if the history has none */
              readonly dataset_name: string;
              /** @description rule of the series */
              readonly rule_code: string;
              /**
               * Format: date
               * @description day that is forecast
               */
              readonly business_date: string;
              /**
               * Format: date
               * @description last day whose results were known
               */
              readonly as_of_date: string;
              /** @description days from the as-of date to the business date */
              readonly horizon: number;
              /** @description the value of least expected absolute error, in [0, 100] */
              readonly predicted_pass_percentage: number;
              /** @description the mean, in [0, 100] */
              readonly expected_pass_percentage: number;
              /** @description lower bound of the central interval of 80 %, in [0, 100] */
              readonly lower_80: number;
              /** @description its upper bound */
              readonly upper_80: number;
              /** @description lower bound of the interval of 95 % */
              readonly lower_95: number;
              /** @description its upper bound */
              readonly upper_95: number;
              /** @description the pass percentage that the day should reach; 100 unless another was named */
              readonly target_percentage: number;
              /** @description probability that it does not, in [0, 1] */
              readonly p_below_target: number;
              /** @description executions the distribution assumes */
              readonly executions: number;
              /** @description median of the last 7 observed days; missing if there is none */
              readonly naive_pass_percentage: number | null;
              /** @description what a reader should know, such as cold_start */
              readonly flags: readonly string[];
              /** @description the version that made the forecast */
              readonly model_version: string;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly sendResults: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description Names the delivery, for ever
         * @example nightly-2026-04-30
         */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/x-ndjson': {
          readonly source?: string;
          readonly tenant_id?: string;
          readonly dataset_uuid?: string;
          readonly dataset_name: string;
          readonly business_date: string;
          readonly rule_code: string;
          /** @description The outcome: PASSED, FAILED, or an object with a result */
          readonly results: unknown;
        } & {
          readonly [key: string]: unknown;
        };
      };
    };
    readonly responses: {
      /** @description It took the place of another, or was there already */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @description 1, and one more with every correction */
            readonly version: number;
            /** @description Its number in the journal of deliveries */
            readonly entry: number;
            /** Format: date-time */
            readonly arrived_at: string;
            readonly by: string;
            readonly series: number;
            readonly executions: number;
            readonly fails: number;
            readonly errors: number;
            /**
             * @description `known`: the same was there already, and nothing happened
             * @enum {string}
             */
            readonly outcome: 'added' | 'replaced' | 'known';
            readonly rows: number;
            readonly rows_used: number;
            readonly rows_rejected: number;
            /** @description Rejected rows by reason */
            readonly rejected: {
              readonly [key: string]: number;
            };
          };
        };
      };
      /** @description A new delivery */
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @description 1, and one more with every correction */
            readonly version: number;
            /** @description Its number in the journal of deliveries */
            readonly entry: number;
            /** Format: date-time */
            readonly arrived_at: string;
            readonly by: string;
            readonly series: number;
            readonly executions: number;
            readonly fails: number;
            readonly errors: number;
            /**
             * @description `known`: the same was there already, and nothing happened
             * @enum {string}
             */
            readonly outcome: 'added' | 'replaced' | 'known';
            readonly rows: number;
            readonly rows_used: number;
            readonly rows_rejected: number;
            /** @description Rejected rows by reason */
            readonly rejected: {
              readonly [key: string]: number;
            };
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listDeliveries: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Rows of a page
         * @example 10
         */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
        /**
         * @description Only what was known at this time; the same bytes whenever it is asked
         * @example 2026-04-30T12:00:00Z
         */
        readonly known_at?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly id: string;
              /** @description 1, and one more with every correction */
              readonly version: number;
              /** @description Its number in the journal of deliveries */
              readonly entry: number;
              /** Format: date-time */
              readonly arrived_at: string;
              readonly by: string;
              readonly series: number;
              readonly executions: number;
              readonly fails: number;
              readonly errors: number;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showDelivery: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example history */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Its versions */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly versions: readonly {
              readonly id: string;
              /** @description 1, and one more with every correction */
              readonly version: number;
              /** @description Its number in the journal of deliveries */
              readonly entry: number;
              /** Format: date-time */
              readonly arrived_at: string;
              readonly by: string;
              readonly series: number;
              readonly executions: number;
              readonly fails: number;
              readonly errors: number;
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listLedger: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Rows of a page
         * @example 3
         */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
        /**
         * @description First day that was forecast; six days before the last, by default
         * @example 2026-04-28
         */
        readonly from?: string;
        /**
         * @description Last day that was forecast
         * @example 2026-05-02
         */
        readonly to?: string;
        /**
         * @description Only what was known at this time; the same bytes whenever it is asked
         * @example 2026-04-29T08:00:00Z
         */
        readonly known_at?: string;
        readonly tenant_id?: string;
        /** @description By its uuid or its name */
        readonly dataset?: string;
        readonly rule_code?: string;
        readonly arm?: 'champion' | 'challenger' | 'predecessor' | 'naive';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly forecast_id: string;
              /** @enum {string} */
              readonly arm: 'champion' | 'challenger' | 'predecessor' | 'naive';
              readonly model: string;
              /** Format: date-time */
              readonly issued_at: string;
              /** Format: date-time */
              readonly known_at: string;
              readonly catalog_digest: string;
              /** @description tenant of the series */
              readonly tenant_id: string;
              /** @description dataset of the series */
              readonly dataset_uuid: string;
              /** @description its name, empty if the history has none */
              readonly dataset_name: string;
              /** @description rule of the series */
              readonly rule_code: string;
              /**
               * Format: date
               * @description day that is forecast
               */
              readonly business_date: string;
              /**
               * Format: date
               * @description last day whose results were known
               */
              readonly as_of_date: string;
              /** @description days from the as-of date to the business date */
              readonly horizon: number;
              /** @description the value of least expected absolute error, in [0, 100] */
              readonly predicted_pass_percentage: number;
              /** @description the mean, in [0, 100] */
              readonly expected_pass_percentage: number;
              /** @description lower bound of the central interval of 80 %, in [0, 100] */
              readonly lower_80: number;
              /** @description its upper bound */
              readonly upper_80: number;
              /** @description lower bound of the interval of 95 % */
              readonly lower_95: number;
              /** @description its upper bound */
              readonly upper_95: number;
              /** @description the pass percentage that the day should reach; 100 unless another was named */
              readonly target_percentage: number;
              /** @description probability that it does not, in [0, 1] */
              readonly p_below_target: number;
              /** @description executions the distribution assumes */
              readonly executions: number;
              /** @description median of the last 7 observed days; missing if there is none */
              readonly naive_pass_percentage: number | null;
              /** @description what a reader should know, such as cold_start */
              readonly flags: readonly string[];
              /** @description the version that made the forecast */
              readonly model_version: string;
              /** @enum {string} */
              readonly status: 'ungraded' | 'graded' | 'intervened';
              /** @enum {string} */
              readonly standing: 'live' | 'backfill';
              readonly revision: number | null;
              readonly graded_from: string | null;
              readonly actual_executions: number | null;
              readonly actual_pass_percentage: number | null;
              readonly error: number | null;
              readonly absolute_error: number | null;
              readonly crps: number | null;
              readonly pinball: number | null;
              readonly covered_80: boolean | null;
              readonly covered_95: boolean | null;
              readonly below_target: boolean | null;
              readonly pit: number | null;
              readonly brier: number | null;
              readonly naive_error: number | null;
              readonly naive_brier: number | null;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showForecast: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
      };
      readonly header?: never;
      readonly path: {
        /** @example {forecast} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The forecast */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly forecast: {
              readonly forecast_id: string;
              /** @enum {string} */
              readonly arm: 'champion' | 'challenger' | 'predecessor' | 'naive';
              readonly model: string;
              /** Format: date-time */
              readonly issued_at: string;
              /** Format: date-time */
              readonly known_at: string;
              readonly catalog_digest: string;
              /** @description tenant of the series */
              readonly tenant_id: string;
              /** @description dataset of the series */
              readonly dataset_uuid: string;
              /** @description its name, empty if the history has none */
              readonly dataset_name: string;
              /** @description rule of the series */
              readonly rule_code: string;
              /**
               * Format: date
               * @description day that is forecast
               */
              readonly business_date: string;
              /**
               * Format: date
               * @description last day whose results were known
               */
              readonly as_of_date: string;
              /** @description days from the as-of date to the business date */
              readonly horizon: number;
              /** @description the value of least expected absolute error, in [0, 100] */
              readonly predicted_pass_percentage: number;
              /** @description the mean, in [0, 100] */
              readonly expected_pass_percentage: number;
              /** @description lower bound of the central interval of 80 %, in [0, 100] */
              readonly lower_80: number;
              /** @description its upper bound */
              readonly upper_80: number;
              /** @description lower bound of the interval of 95 % */
              readonly lower_95: number;
              /** @description its upper bound */
              readonly upper_95: number;
              /** @description the pass percentage that the day should reach; 100 unless another was named */
              readonly target_percentage: number;
              /** @description probability that it does not, in [0, 1] */
              readonly p_below_target: number;
              /** @description executions the distribution assumes */
              readonly executions: number;
              /** @description median of the last 7 observed days; missing if there is none */
              readonly naive_pass_percentage: number | null;
              /** @description what a reader should know, such as cold_start */
              readonly flags: readonly string[];
              /** @description the version that made the forecast */
              readonly model_version: string;
              /** @enum {string} */
              readonly status: 'ungraded' | 'graded' | 'intervened';
              /** @enum {string} */
              readonly standing: 'live' | 'backfill';
              readonly revision: number | null;
              readonly graded_from: string | null;
              readonly actual_executions: number | null;
              readonly actual_pass_percentage: number | null;
              readonly error: number | null;
              readonly absolute_error: number | null;
              readonly crps: number | null;
              readonly pinball: number | null;
              readonly covered_80: boolean | null;
              readonly covered_95: boolean | null;
              readonly below_target: boolean | null;
              readonly pit: number | null;
              readonly brier: number | null;
              readonly naive_error: number | null;
              readonly naive_brier: number | null;
            };
            readonly revisions: readonly {
              readonly entry: number;
              /** Format: date-time */
              readonly arrivedAt: string;
              readonly delivery: string;
              readonly passes: number;
              readonly fails: number;
              readonly errors: number;
            }[];
            readonly interventions: readonly ({
              readonly at: number;
              readonly by: string;
              readonly reason: string;
            } & {
              readonly [key: string]: unknown;
            })[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly explainForecast: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example {forecast} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The explanation, or why there is none */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly forecast: string;
            /** @description The version that issued it, and that explains it */
            readonly version: string;
            /** @description Why there is no explanation; null where there is one */
            readonly unexplained: string | null;
            /** @description The expected pass percentage */
            readonly expected: {
              /** @description Where every forecast of the model starts */
              readonly base: number;
              /** @description Greatest effect first; with the base they add up to the number */
              readonly parts: readonly {
                readonly name: string;
                readonly meaning: string;
                readonly value: number | string | null;
                readonly points: number;
              }[];
            } | null;
            /** @description The odds of missing the target in percent, where the model tells levels apart */
            readonly odds: {
              /** @description Where every forecast of the model starts */
              readonly base: number;
              /** @description Greatest effect first; with the base they add up to the number */
              readonly parts: readonly {
                readonly name: string;
                readonly meaning: string;
                readonly value: number | string | null;
                readonly points: number;
              }[];
            } | null;
            /** @description Expected pass percentage by the results as they are now, minus the issued one, percentage points */
            readonly difference: number | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly replayForecast: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example {forecast} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Whether it came out the same, and what did not */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly forecast: string;
            readonly version: string;
            /** @description Whether every bit came out the same */
            readonly is_equal: boolean;
            readonly differences: readonly {
              readonly field: string;
              readonly kept: number | string | null;
              readonly replayed: number | string | null;
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listModels: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly model: string;
              /** @description The version registered last */
              readonly latest: string | null;
              readonly aliases: readonly {
                readonly alias: string;
                readonly version: string;
                /** Format: date-time */
                readonly since: string;
                readonly by: string;
                /** @description How it came to point there: promoted, overridden, rolled-back */
                readonly how: string;
              }[];
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showModel: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The model */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly model: string;
            /** @description The version registered last */
            readonly latest: string | null;
            readonly aliases: readonly {
              readonly alias: string;
              readonly version: string;
              /** Format: date-time */
              readonly since: string;
              readonly by: string;
              /** @description How it came to point there: promoted, overridden, rolled-back */
              readonly how: string;
            }[];
            readonly versions: readonly {
              readonly version: string;
              /** Format: date-time */
              readonly registered_at: string;
              readonly by: string;
              readonly parent: string | null;
              readonly backend: string | null;
              /** @description Mean absolute error on days it was not trained on, percentage points */
              readonly error: number | null;
              readonly tags: {
                readonly [key: string]: string;
              };
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showAlias: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
        /** @example production */
        readonly alias: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The alias */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly alias: string;
            readonly version: string;
            /** Format: date-time */
            readonly since: string;
            readonly by: string;
            /** @description How it came to point there: promoted, overridden, rolled-back */
            readonly how: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly rollBack: {
    readonly parameters: {
      readonly query?: never;
      readonly header: {
        /** @example {staging} */
        readonly 'if-match': string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example checks */
        readonly model: string;
        /** @example staging */
        readonly alias: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly reason: string;
          /** @description An earlier version; the one before, by default */
          readonly to?: string;
        };
      };
    };
    readonly responses: {
      /** @description Where it points now */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly alias: string;
            readonly version: string;
            /** Format: date-time */
            readonly since: string;
            readonly by: string;
            /** @description How it came to point there: promoted, overridden, rolled-back */
            readonly how: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly promote: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description The ETag of the alias as it was read
         * @example {production}
         */
        readonly 'if-match'?: string;
        /** @description Of a new alias */
        readonly 'if-none-match'?: '*';
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example checks */
        readonly model: string;
        /** @example production */
        readonly alias: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description A number, a range, latest or another alias */
          readonly version: string;
          /** @description For the history */
          readonly reason?: string;
          /**
           * @description Move it even if gates fail; asks for a reason
           * @default false
           */
          readonly override?: boolean;
        };
      };
    };
    readonly responses: {
      /** @description Where it points now */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {string} */
            readonly outcome: 'promoted' | 'overridden' | 'unchanged';
            readonly from: string | null;
            readonly to: string;
            /** @description What was asked; null if nothing was */
            readonly gates:
              | ({
                  readonly passed: boolean;
                } & {
                  readonly [key: string]: unknown;
                })
              | null;
            readonly alias: {
              readonly alias: string;
              readonly version: string;
              /** Format: date-time */
              readonly since: string;
              readonly by: string;
              /** @description How it came to point there: promoted, overridden, rolled-back */
              readonly how: string;
            };
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listRetrainings: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              readonly by: string;
              /** @description decided, judged, approved, vetoed, promoted, rolled-back, ended, paused, resumed, … */
              readonly kind: string;
              /** @description The retraining that it belongs to */
              readonly job: string | null;
              /** @description All that was recorded */
              readonly event: {
                readonly [key: string]: unknown;
              };
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly startRetraining: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly reason: string;
        };
      };
    };
    readonly responses: {
      /** @description The job that does it */
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly kind: string;
            /** @description What it is about, such as a day; work of the same kind and key is the same work */
            readonly key: string;
            /** @enum {string} */
            readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
            /** @description Attempts that have begun */
            readonly attempts: number;
            /** Format: date-time */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Not before then is it attempted
             */
            readonly due_at: string;
            readonly started_at: string | null;
            readonly ended_at: string | null;
            /** @description What the last attempt met */
            readonly why: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showRetraining: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Where it stands */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly model: string;
            readonly alias: string;
            /** @description What is under way */
            readonly run:
              | ({
                  readonly job: string;
                  readonly phase: string;
                  readonly challenger: string | null;
                } & {
                  readonly [key: string]: unknown;
                })
              | null;
            readonly paused: {
              readonly by: string;
              readonly reason: string;
              /** Format: date-time */
              readonly at: string;
            } | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly planRetraining: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly reason: string;
        };
      };
    };
    readonly responses: {
      /** @description The decision */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Whether a training would begin now */
            readonly start: boolean;
            readonly reason: string;
            /** @description The version that it would be held against */
            readonly champion: string | null;
            readonly triggers: readonly {
              readonly name: string;
              readonly is_met: boolean;
              readonly reason: string;
            }[];
            readonly blocks: readonly {
              readonly name: string;
              readonly reason: string;
              /** @description When it ends by itself; null if somebody has to do something */
              readonly until: string | null;
            }[];
            readonly next_allowed_at: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly approveRetraining: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Only if this is the retraining under way */
          readonly job?: string;
          readonly reason?: string;
        };
      };
    };
    readonly responses: {
      /** @description What was recorded, and where it stands */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly entry: {
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              readonly by: string;
              /** @description decided, judged, approved, vetoed, promoted, rolled-back, ended, paused, resumed, … */
              readonly kind: string;
              /** @description The retraining that it belongs to */
              readonly job: string | null;
              /** @description All that was recorded */
              readonly event: {
                readonly [key: string]: unknown;
              };
            };
            readonly state: {
              readonly model: string;
              readonly alias: string;
              /** @description What is under way */
              readonly run:
                | ({
                    readonly job: string;
                    readonly phase: string;
                    readonly challenger: string | null;
                  } & {
                    readonly [key: string]: unknown;
                  })
                | null;
              readonly paused: {
                readonly by: string;
                readonly reason: string;
                /** Format: date-time */
                readonly at: string;
              } | null;
            };
            readonly waits_for: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly vetoRetraining: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Only if this is the retraining under way */
          readonly job?: string;
          readonly reason: string;
        };
      };
    };
    readonly responses: {
      /** @description What was recorded, and where it stands */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly entry: {
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              readonly by: string;
              /** @description decided, judged, approved, vetoed, promoted, rolled-back, ended, paused, resumed, … */
              readonly kind: string;
              /** @description The retraining that it belongs to */
              readonly job: string | null;
              /** @description All that was recorded */
              readonly event: {
                readonly [key: string]: unknown;
              };
            };
            readonly state: {
              readonly model: string;
              readonly alias: string;
              /** @description What is under way */
              readonly run:
                | ({
                    readonly job: string;
                    readonly phase: string;
                    readonly challenger: string | null;
                  } & {
                    readonly [key: string]: unknown;
                  })
                | null;
              readonly paused: {
                readonly by: string;
                readonly reason: string;
                /** Format: date-time */
                readonly at: string;
              } | null;
            };
            readonly waits_for: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly pauseRetraining: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly reason: string;
        };
      };
    };
    readonly responses: {
      /** @description What was recorded, and where it stands */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly entry: {
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              readonly by: string;
              /** @description decided, judged, approved, vetoed, promoted, rolled-back, ended, paused, resumed, … */
              readonly kind: string;
              /** @description The retraining that it belongs to */
              readonly job: string | null;
              /** @description All that was recorded */
              readonly event: {
                readonly [key: string]: unknown;
              };
            };
            readonly state: {
              readonly model: string;
              readonly alias: string;
              /** @description What is under way */
              readonly run:
                | ({
                    readonly job: string;
                    readonly phase: string;
                    readonly challenger: string | null;
                  } & {
                    readonly [key: string]: unknown;
                  })
                | null;
              readonly paused: {
                readonly by: string;
                readonly reason: string;
                /** Format: date-time */
                readonly at: string;
              } | null;
            };
            readonly waits_for: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly resumeRetraining: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly reason?: string;
        };
      };
    };
    readonly responses: {
      /** @description What was recorded, and where it stands */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly entry: {
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              readonly by: string;
              /** @description decided, judged, approved, vetoed, promoted, rolled-back, ended, paused, resumed, … */
              readonly kind: string;
              /** @description The retraining that it belongs to */
              readonly job: string | null;
              /** @description All that was recorded */
              readonly event: {
                readonly [key: string]: unknown;
              };
            };
            readonly state: {
              readonly model: string;
              readonly alias: string;
              /** @description What is under way */
              readonly run:
                | ({
                    readonly job: string;
                    readonly phase: string;
                    readonly challenger: string | null;
                  } & {
                    readonly [key: string]: unknown;
                  })
                | null;
              readonly paused: {
                readonly by: string;
                readonly reason: string;
                /** Format: date-time */
                readonly at: string;
              } | null;
            };
            readonly waits_for: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly handOverRetraining: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly reason?: string;
        };
      };
    };
    readonly responses: {
      /** @description What was recorded, and where it stands */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly entry: {
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              readonly by: string;
              /** @description decided, judged, approved, vetoed, promoted, rolled-back, ended, paused, resumed, … */
              readonly kind: string;
              /** @description The retraining that it belongs to */
              readonly job: string | null;
              /** @description All that was recorded */
              readonly event: {
                readonly [key: string]: unknown;
              };
            };
            readonly state: {
              readonly model: string;
              readonly alias: string;
              /** @description What is under way */
              readonly run:
                | ({
                    readonly job: string;
                    readonly phase: string;
                    readonly challenger: string | null;
                  } & {
                    readonly [key: string]: unknown;
                  })
                | null;
              readonly paused: {
                readonly by: string;
                readonly reason: string;
                /** Format: date-time */
                readonly at: string;
              } | null;
            };
            readonly waits_for: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listIncidents: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
        /** @example open */
        readonly state?: 'open' | 'acknowledged' | 'resolved';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly id: string;
              /** @enum {string} */
              readonly state: 'open' | 'acknowledged' | 'resolved';
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly group: string;
              /** Format: date-time */
              readonly opened_at: string;
              /** @description Alerts in it */
              readonly alerts: number;
              readonly acknowledged_by: string | null;
              readonly resolution: string | null;
              /** @description What a person called it */
              readonly title: string | null;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly acknowledgeIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': {
          /** @description What is said of it */
          readonly note?: string;
          /**
           * Format: date-time
           * @description When it is expected to be fixed
           */
          readonly fix_by?: string;
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly assignIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Their name; null for nobody */
          readonly to: string | null;
          /** @description What is said of it */
          readonly note?: string;
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly commentIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly note: string;
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly nameIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Null for what it is about */
          readonly title: string | null;
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly rootIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Null for the likeliest */
          readonly subject: string | null;
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly fixIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': {
          /** @description What is said of it */
          readonly note?: string;
          /** @description Series of the incident; by default those of which something still fires */
          readonly series?: readonly string[];
          /**
           * Format: date
           * @description The day on which it was fixed; today in UTC, by default
           */
          readonly day?: string;
          /**
           * @description Leave the day out of grading and training
           * @default false
           */
          readonly leave_out?: boolean;
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly unfixIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly mergeIncidents: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Ids of the others */
          readonly from: readonly string[];
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
            /** @description Ids of all incidents that it changed */
            readonly changed: readonly string[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly splitIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-3 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Keys of the alerts; some of the incident, not all */
          readonly alerts: readonly string[];
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
            /** @description Ids of all incidents that it changed */
            readonly changed: readonly string[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly undoIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-2 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
            /** @description Ids of all incidents that it changed */
            readonly changed: readonly string[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly resolveIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly reason: string;
          /** @description What is said of it */
          readonly note?: string;
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly reopenIncident: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The ETag of the incident as it was read */
        readonly 'if-match'?: string;
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example inc-1 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': {
          /** @description What is said of it */
          readonly note?: string;
        };
      };
    };
    readonly responses: {
      /** @description The incident */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'open' | 'acknowledged' | 'resolved';
            /** @enum {string} */
            readonly severity: 'info' | 'warning' | 'critical';
            readonly group: string;
            /** Format: date-time */
            readonly opened_at: string;
            /** @description Alerts in it */
            readonly alerts: number;
            readonly acknowledged_by: string | null;
            readonly resolution: string | null;
            /** @description What a person called it */
            readonly title: string | null;
            readonly members: readonly {
              readonly alert: string;
              readonly rule: string;
              readonly subject: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
              /** Format: date-time */
              readonly fired_at: string;
              readonly resolved_at: string | null;
            }[];
            readonly events: readonly {
              /** Format: date-time */
              readonly at: string;
              readonly kind: string;
              readonly text: string;
              readonly by?: string;
              /** @description What they said of it */
              readonly note?: string;
            }[];
            /** @description Where a person said that it began; null for the likeliest, which is the first member */
            readonly root: string | null;
            /** @description When it is expected to be fixed */
            readonly fix_by: string | null;
            readonly fixed_at: string | null;
            readonly fixed_by: string | null;
            readonly merged_into: string | null;
            readonly split_from: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listAlerts: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly alert: string;
              readonly rule: string;
              /** @enum {string} */
              readonly level: 'series' | 'source' | 'model' | 'system';
              readonly subject: string;
              readonly phase: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              /** Format: date-time */
              readonly since: string;
              /** @description Why it tells nobody */
              readonly suppressed: string | null;
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listSilences: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly id: string;
              readonly match: {
                readonly [key: string]: readonly string[];
              };
              /** Format: date-time */
              readonly from: string;
              /**
               * Format: date-time
               * @description The end does not belong to it
               */
              readonly until: string;
              readonly by: string;
              readonly comment: string;
              readonly ended_at: string | null;
              readonly ended_by: string | null;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly addSilence: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Every field that is given has to match, with one of its patterns */
          readonly match: {
            readonly severity?: readonly string[];
            readonly level?: readonly string[];
            readonly alert?: readonly string[];
            readonly owner?: readonly string[];
            readonly source?: readonly string[];
            readonly tenant?: readonly string[];
            readonly dataset?: readonly string[];
            readonly rule?: readonly string[];
            readonly attribute?: readonly string[];
            readonly model?: readonly string[];
            readonly tags?: readonly string[];
          };
          /**
           * Format: date-time
           * @description Now, by default
           */
          readonly from?: string;
          /**
           * Format: date-time
           * @description The end does not belong to it
           */
          readonly until: string;
          readonly comment: string;
        };
      };
    };
    readonly responses: {
      /** @description The silence */
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            readonly match: {
              readonly [key: string]: readonly string[];
            };
            /** Format: date-time */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end does not belong to it
             */
            readonly until: string;
            readonly by: string;
            readonly comment: string;
            readonly ended_at: string | null;
            readonly ended_by: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly endSilence: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example {silence} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The silence */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            readonly match: {
              readonly [key: string]: readonly string[];
            };
            /** Format: date-time */
            readonly from: string;
            /**
             * Format: date-time
             * @description The end does not belong to it
             */
            readonly until: string;
            readonly by: string;
            readonly comment: string;
            readonly ended_at: string | null;
            readonly ended_by: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly previewSilence: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Every field that is given has to match, with one of its patterns */
          readonly match: {
            readonly severity?: readonly string[];
            readonly level?: readonly string[];
            readonly alert?: readonly string[];
            readonly owner?: readonly string[];
            readonly source?: readonly string[];
            readonly tenant?: readonly string[];
            readonly dataset?: readonly string[];
            readonly rule?: readonly string[];
            readonly attribute?: readonly string[];
            readonly model?: readonly string[];
            readonly tags?: readonly string[];
          };
        };
      };
    };
    readonly responses: {
      /** @description The series that it matches and the alerts that fire of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Series that it matches */
            readonly series: number;
            /** @description Alerts that fire now and would tell nobody */
            readonly firing: number;
            /** @description The first of the series, by their ids */
            readonly named: readonly string[];
            /** @description The first of the alerts */
            readonly alerts: readonly {
              readonly alert: string;
              readonly rule: string;
              /** @enum {string} */
              readonly level: 'series' | 'source' | 'model' | 'system';
              readonly subject: string;
              readonly phase: string;
              /** @enum {string} */
              readonly severity: 'info' | 'warning' | 'critical';
              /** Format: date-time */
              readonly since: string;
              /** @description Why it tells nobody */
              readonly suppressed: string | null;
              readonly labels: {
                readonly tenant?: string;
                readonly dataset?: string;
                readonly rule?: string;
              } & {
                readonly [key: string]: unknown;
              };
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly previewMark: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly series: string;
          /** @enum {string} */
          readonly kind: 'expected-once' | 'expected-until' | 'fixed' | 'false-alarm';
          /**
           * Format: date
           * @description The day that is over, by default
           */
          readonly day?: string;
          /** @description Of `expected-until` */
          readonly below?: number;
        };
      };
    };
    readonly responses: {
      /** @description The warnings, and those of them that would not have been */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly days: number;
            /** @description Days that were warned of */
            readonly warned: number;
            /** @description Of those, how many missed their target */
            readonly right: number;
            readonly fewer: {
              readonly warned: number;
              readonly right: number;
              /** @description Each of them */
              readonly days: readonly {
                /** Format: date */
                readonly day: string;
                /** @description Probability of missing the target that was said, in [0, 1] */
                readonly odds: number;
                /** @description Pass percentage; null as long as there is none */
                readonly came: number | null;
                /** @description Whether it missed its target; null where nobody can say, or a person stepped in */
                readonly missed: boolean | null;
              }[];
            };
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listMarks: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
        /** @example acme/orders/101 */
        readonly series?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of it */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly id: string;
              /** @description `dataset/rule`, with the tenant in front where there is one */
              readonly series: string;
              /** @enum {string} */
              readonly kind: 'expected-once' | 'expected-until' | 'fixed' | 'false-alarm';
              /**
               * Format: date
               * @description The day that it is about
               */
              readonly day: string;
              /** @description Of `expected-until`: the pass percentage below which it is told again */
              readonly below: number | null;
              readonly comment: string | null;
              readonly by: string;
              /** Format: date-time */
              readonly at: string;
              readonly withdrawn_at: string | null;
              readonly withdrawn_by: string | null;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly addMark: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly series: string;
          /** @enum {string} */
          readonly kind: 'expected-once' | 'expected-until' | 'fixed' | 'false-alarm';
          /**
           * Format: date
           * @description The day that is over, by default
           */
          readonly day?: string;
          /** @description Of `expected-until` */
          readonly below?: number;
          readonly comment?: string;
          /**
           * @description Of `fixed`: leave the day out of grading and training
           * @default false
           */
          readonly leave_out?: boolean;
        };
      };
    };
    readonly responses: {
      /** @description The mark */
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @description `dataset/rule`, with the tenant in front where there is one */
            readonly series: string;
            /** @enum {string} */
            readonly kind: 'expected-once' | 'expected-until' | 'fixed' | 'false-alarm';
            /**
             * Format: date
             * @description The day that it is about
             */
            readonly day: string;
            /** @description Of `expected-until`: the pass percentage below which it is told again */
            readonly below: number | null;
            readonly comment: string | null;
            readonly by: string;
            /** Format: date-time */
            readonly at: string;
            readonly withdrawn_at: string | null;
            readonly withdrawn_by: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly withdrawMark: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example {mark} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The mark */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @description `dataset/rule`, with the tenant in front where there is one */
            readonly series: string;
            /** @enum {string} */
            readonly kind: 'expected-once' | 'expected-until' | 'fixed' | 'false-alarm';
            /**
             * Format: date
             * @description The day that it is about
             */
            readonly day: string;
            /** @description Of `expected-until`: the pass percentage below which it is told again */
            readonly below: number | null;
            readonly comment: string | null;
            readonly by: string;
            /** Format: date-time */
            readonly at: string;
            readonly withdrawn_at: string | null;
            readonly withdrawn_by: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showAlertPolicy: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The policy */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Incidents, alerts and silences belong to this name */
            readonly name: string;
            /** @description sha256 of what it says; comments and blanks do not count */
            readonly digest: string;
            /** @description YAML, as it was written */
            readonly text: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly putAlertPolicy: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /**
         * @description The ETag of the policy as it was read
         * @example {policy}
         */
        readonly 'if-match'?: string;
        /** @description Of the first policy */
        readonly 'if-none-match'?: '*';
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description YAML */
          readonly text: string;
        };
      };
    };
    readonly responses: {
      /** @description The policy as it is now */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description Incidents, alerts and silences belong to this name */
            readonly name: string;
            /** @description sha256 of what it says; comments and blanks do not count */
            readonly digest: string;
            /** @description YAML, as it was written */
            readonly text: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly checkAlertPolicy: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description YAML */
          readonly text: string;
        };
      };
    };
    readonly responses: {
      /** @description Its problems; without any it can decide */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description null where it has problems */
            readonly policy: {
              readonly name: string;
              readonly digest: string;
              readonly rules: number;
              readonly tests: number;
              /** @description From which odds its rules warn, and under which all is well again */
              readonly thresholds: readonly {
                readonly rule: string;
                readonly fact: string;
                readonly warn: {
                  /** @description In [0, 1] */
                  readonly value: number;
                  /** @description As it is written */
                  readonly text: string;
                  readonly line: number;
                  readonly column: number;
                };
                readonly clear: {
                  /** @description In [0, 1] */
                  readonly value: number;
                  /** @description As it is written */
                  readonly text: string;
                  readonly line: number;
                  readonly column: number;
                } | null;
              }[];
            } | null;
            readonly problems: readonly {
              /** @description From 1 */
              readonly line: number;
              readonly column: number | null;
              /** @description What was expected and what is there */
              readonly problem: string;
              /** @description What to do about it */
              readonly fix: string | null;
            }[];
            readonly doubts: readonly {
              /** @description From 1 */
              readonly line: number;
              readonly column: number | null;
              /** @description What was expected and what is there */
              readonly problem: string;
              /** @description What to do about it */
              readonly fix: string | null;
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly testAlertPolicy: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description YAML */
          readonly text: string;
        };
      };
    };
    readonly responses: {
      /** @description How each went */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly passed: number;
            readonly failed: number;
            readonly tests: readonly {
              readonly name: string;
              readonly line: number;
              readonly passed: boolean;
              readonly failures: readonly {
                readonly line: number;
                readonly problem: string;
              }[];
            }[];
          };
        };
      };
      /** @description How far it is */
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @constant */
            readonly state: 'running';
            /** @description Of the work, what is done */
            readonly done: number;
            /** @description 0 as long as nobody knows */
            readonly total: number;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly simulateAlertPolicy: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description YAML */
          readonly text: string;
          /** @default 90 */
          readonly days?: 28 | 90;
        };
      };
    };
    readonly responses: {
      /** @description Both policies in figures, and what only one of them would have sent */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @description First day with a tick */
            readonly from: string | null;
            readonly to: string | null;
            readonly ticks: number;
            /** @description Whether ticks are those that were made; otherwise one a day */
            readonly are_made: boolean;
            readonly now: {
              /** @description Days of series that were warned of */
              readonly warnings: number;
              /** @description Of those, the ones with a result that nobody stepped in on */
              readonly graded: number;
              /** @description Of the graded, how many missed their target */
              readonly right: number;
              /** @description Days that missed their target, warned of or not */
              readonly missed: number;
              readonly intervened: number;
              readonly ungraded: number;
              /** @description right / graded */
              readonly precision: number | null;
              /** @description right / missed */
              readonly recall: number | null;
              /** @description Median time from the first warning to the result */
              readonly lead_time_ms: number | null;
              readonly incidents: number;
              readonly messages: number;
              readonly pages: number;
              /** @description Pages, and what budgets kept from being one */
              readonly pages_wanted: number;
              readonly pages_a_week: number | null;
              readonly worst_owner: {
                readonly owner: string;
                readonly pages_a_week: number;
              } | null;
            };
            readonly proposed: {
              /** @description Days of series that were warned of */
              readonly warnings: number;
              /** @description Of those, the ones with a result that nobody stepped in on */
              readonly graded: number;
              /** @description Of the graded, how many missed their target */
              readonly right: number;
              /** @description Days that missed their target, warned of or not */
              readonly missed: number;
              readonly intervened: number;
              readonly ungraded: number;
              /** @description right / graded */
              readonly precision: number | null;
              /** @description right / missed */
              readonly recall: number | null;
              /** @description Median time from the first warning to the result */
              readonly lead_time_ms: number | null;
              readonly incidents: number;
              readonly messages: number;
              readonly pages: number;
              /** @description Pages, and what budgets kept from being one */
              readonly pages_wanted: number;
              readonly pages_a_week: number | null;
              readonly worst_owner: {
                readonly owner: string;
                readonly pages_a_week: number;
              } | null;
            };
            readonly weeks: readonly {
              /**
               * Format: date
               * @description Its first
               */
              readonly day: string;
              readonly now: number;
              readonly proposed: number;
            }[];
            /** @description What would have come of warning from some odds, whatever the rules make of them */
            readonly odds: readonly {
              readonly from: number;
              readonly warned: number;
              readonly right: number;
              readonly missed: number;
            }[];
            /** @description Messages that both would have sent */
            readonly both: number;
            readonly only_now: {
              readonly count: number;
              readonly first: readonly {
                /** Format: date-time */
                readonly at: string;
                readonly receiver: string;
                readonly kind: string;
                readonly subject: string | null;
                readonly severity: string;
              }[];
            };
            readonly only_proposed: {
              readonly count: number;
              readonly first: readonly {
                /** Format: date-time */
                readonly at: string;
                readonly receiver: string;
                readonly kind: string;
                readonly subject: string | null;
                readonly severity: string;
              }[];
            };
          };
        };
      };
      /** @description How far it is */
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @constant */
            readonly state: 'running';
            /** @description Of the work, what is done */
            readonly done: number;
            /** @description 0 as long as nobody knows */
            readonly total: number;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listMessages: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
        /** @example dead */
        readonly state?: 'waiting' | 'sent' | 'replaced' | 'dead';
        readonly receiver?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly id: string;
              /** @description Of the policy */
              readonly receiver: string;
              /** @enum {string} */
              readonly kind: 'incident' | 'digest' | 'note' | 'event';
              readonly incident: string | null;
              /** @description What it says, in a few words */
              readonly title: string;
              /**
               * @description `replaced` by a newer one about its incident before it was tried; `dead`: nothing more is tried
               * @enum {string}
               */
              readonly state: 'waiting' | 'sent' | 'replaced' | 'dead';
              /** @description Attempts that have begun */
              readonly attempts: number;
              /** Format: date-time */
              readonly created_at: string;
              readonly first_attempt_at: string | null;
              /**
               * Format: date-time
               * @description Not before then is it attempted again
               */
              readonly due_at: string;
              /** @description What the last attempt met */
              readonly why: string | null;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly resendMessage: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example {message} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Where it stands now */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @enum {string} */
            readonly state: 'waiting' | 'sent' | 'replaced' | 'dead';
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly switchOnReceiver: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example gone */
        readonly receiver: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It is on */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly receiver: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listJobs: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
        readonly kind?: string;
        /** @example failed */
        readonly state?: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly kind: string;
              /** @description What it is about, such as a day; work of the same kind and key is the same work */
              readonly key: string;
              /** @enum {string} */
              readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
              /** @description Attempts that have begun */
              readonly attempts: number;
              /** Format: date-time */
              readonly created_at: string;
              /**
               * Format: date-time
               * @description Not before then is it attempted
               */
              readonly due_at: string;
              readonly started_at: string | null;
              readonly ended_at: string | null;
              /** @description What the last attempt met */
              readonly why: string | null;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tickJobs: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What was found, by kind */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly ticked: readonly {
              readonly kind: string;
              /** @description Found to be due */
              readonly due: number;
              /** @description Of them, those that nobody had put before */
              readonly put: number;
              /** @description Why it could not be said what is due */
              readonly why: string | null;
              /** @description Who has paused the kind */
              readonly paused: {
                readonly by: string;
                readonly reason: string;
                /** Format: date-time */
                readonly at: string;
              } | null;
            }[];
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example forecast */
        readonly kind: string;
        /** @example 2026-05-02 */
        readonly key: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The job */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly kind: string;
            /** @description What it is about, such as a day; work of the same kind and key is the same work */
            readonly key: string;
            /** @enum {string} */
            readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
            /** @description Attempts that have begun */
            readonly attempts: number;
            /** Format: date-time */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Not before then is it attempted
             */
            readonly due_at: string;
            readonly started_at: string | null;
            readonly ended_at: string | null;
            /** @description What the last attempt met */
            readonly why: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly retryJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example collect */
        readonly kind: string;
        /** @example broken.csv 4 1 */
        readonly key: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The job */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly kind: string;
            /** @description What it is about, such as a day; work of the same kind and key is the same work */
            readonly key: string;
            /** @enum {string} */
            readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
            /** @description Attempts that have begun */
            readonly attempts: number;
            /** Format: date-time */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description Not before then is it attempted
             */
            readonly due_at: string;
            readonly started_at: string | null;
            readonly ended_at: string | null;
            /** @description What the last attempt met */
            readonly why: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly runJobs: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example verify */
        readonly kind: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What was found */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly kind: string;
            /** @description Found to be due */
            readonly due: number;
            /** @description Of them, those that nobody had put before */
            readonly put: number;
            /** @description Why it could not be said what is due */
            readonly why: string | null;
            /** @description Who has paused the kind */
            readonly paused: {
              readonly by: string;
              readonly reason: string;
              /** Format: date-time */
              readonly at: string;
            } | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly pauseJobs: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example forecast */
        readonly kind: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Told to everybody who asks */
          readonly reason: string;
        };
      };
    };
    readonly responses: {
      /** @description The pause */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly by: string;
            readonly reason: string;
            /** Format: date-time */
            readonly at: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly resumeJobs: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example forecast */
        readonly kind: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Whether there was one */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly was_paused: boolean;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly pauseAutomation: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description Told to everybody who asks */
          readonly reason: string;
        };
      };
    };
    readonly responses: {
      /** @description The pause */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly by: string;
            readonly reason: string;
            /** Format: date-time */
            readonly at: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly resumeAutomation: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Whether there was one */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly was_paused: boolean;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listKeys: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly id: string;
              /** @description For people */
              readonly name: string;
              /** @enum {string} */
              readonly role: 'viewer' | 'operator' | 'editor' | 'releaser' | 'auditor' | 'service' | 'admin';
              /** @description Series of others are not there for it; null for all */
              readonly tenants: readonly string[] | null;
              /** @description What it may of that which its role may; null for all */
              readonly scopes:
                | readonly (
                    | 'read'
                    | 'forecast'
                    | 'deliver'
                    | 'silence'
                    | 'operate'
                    | 'edit'
                    | 'release'
                    | 'audit'
                    | 'administer'
                  )[]
                | null;
              readonly environment: string;
              /** Format: date-time */
              readonly created_at: string;
              readonly created_by: string;
              /** Format: date-time */
              readonly expires_at: string;
              readonly revoked_at: string | null;
              readonly revoked_by: string | null;
              /** @description To some minutes; null if it never was */
              readonly last_used_at: string | null;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly createKey: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly name: string;
          /** @enum {string} */
          readonly role: 'viewer' | 'operator' | 'editor' | 'releaser' | 'auditor' | 'service' | 'admin';
          /** @description Those of whoever makes it, by default */
          readonly tenants?: readonly string[];
          /** @description All of the role, by default */
          readonly scopes?: readonly (
            | 'read'
            | 'forecast'
            | 'deliver'
            | 'silence'
            | 'operate'
            | 'edit'
            | 'release'
            | 'audit'
            | 'administer'
          )[];
          /**
           * @description Days that it is good for
           * @default 90
           */
          readonly days?: number;
          /** @default live */
          readonly environment?: string;
        };
      };
    };
    readonly responses: {
      /** @description The key */
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @description For people */
            readonly name: string;
            /** @enum {string} */
            readonly role: 'viewer' | 'operator' | 'editor' | 'releaser' | 'auditor' | 'service' | 'admin';
            /** @description Series of others are not there for it; null for all */
            readonly tenants: readonly string[] | null;
            /** @description What it may of that which its role may; null for all */
            readonly scopes:
              | readonly (
                  | 'read'
                  | 'forecast'
                  | 'deliver'
                  | 'silence'
                  | 'operate'
                  | 'edit'
                  | 'release'
                  | 'audit'
                  | 'administer'
                )[]
              | null;
            readonly environment: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly created_by: string;
            /** Format: date-time */
            readonly expires_at: string;
            readonly revoked_at: string | null;
            readonly revoked_by: string | null;
            /** @description To some minutes; null if it never was */
            readonly last_used_at: string | null;
            /** @description The key itself, shown this once */
            readonly key: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly revokeKey: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example {key} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The key, which stays in the list */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @description For people */
            readonly name: string;
            /** @enum {string} */
            readonly role: 'viewer' | 'operator' | 'editor' | 'releaser' | 'auditor' | 'service' | 'admin';
            /** @description Series of others are not there for it; null for all */
            readonly tenants: readonly string[] | null;
            /** @description What it may of that which its role may; null for all */
            readonly scopes:
              | readonly (
                  | 'read'
                  | 'forecast'
                  | 'deliver'
                  | 'silence'
                  | 'operate'
                  | 'edit'
                  | 'release'
                  | 'audit'
                  | 'administer'
                )[]
              | null;
            readonly environment: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly created_by: string;
            /** Format: date-time */
            readonly expires_at: string;
            readonly revoked_at: string | null;
            readonly revoked_by: string | null;
            /** @description To some minutes; null if it never was */
            readonly last_used_at: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly followEvents: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description As Last-Event-ID
         * @example 0
         */
        readonly after?: number;
        /**
         * @description Whether to wait for more once all is told
         * @example false
         */
        readonly follow?: 'true' | 'false';
      };
      readonly header?: {
        /** @description The last id that was seen */
        readonly 'last-event-id'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Events */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/event-stream': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listWebhooks: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly id: string;
              /** @description Where events are posted to; its path and query, which may be a secret, are left out */
              readonly url: string;
              /** @description Types of events, or areas of them; null for all */
              readonly types: readonly string[] | null;
              /** @description Only what concerns these; null for everything */
              readonly tenants: readonly string[] | null;
              /** Format: date-time */
              readonly created_at: string;
              readonly created_by: string;
              /** @description Why it gets nothing until it is pinged; null where it does */
              readonly off: string | null;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly createWebhook: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly url: string;
          /** @description Types of events, such as `incident.opened`, or areas, such as `incident`; all by default */
          readonly types?: readonly string[];
          /** @description Those of whoever makes it, by default */
          readonly tenants?: readonly string[];
        };
      };
    };
    readonly responses: {
      /** @description The webhook and its secret */
      readonly 201: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @description Where events are posted to; its path and query, which may be a secret, are left out */
            readonly url: string;
            /** @description Types of events, or areas of them; null for all */
            readonly types: readonly string[] | null;
            /** @description Only what concerns these; null for everything */
            readonly tenants: readonly string[] | null;
            /** Format: date-time */
            readonly created_at: string;
            readonly created_by: string;
            /** @description Why it gets nothing until it is pinged; null where it does */
            readonly off: string | null;
            /** @description `whsec_…`, by which Standard Webhooks are verified; shown this once */
            readonly secret: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly rotateWebhookSecret: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example {webhook} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description 0 ends the old one at once
           * @default 24
           */
          readonly grace_hours?: number;
        };
      };
    };
    readonly responses: {
      /** @description The webhook and its new secret */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @description Where events are posted to; its path and query, which may be a secret, are left out */
            readonly url: string;
            /** @description Types of events, or areas of them; null for all */
            readonly types: readonly string[] | null;
            /** @description Only what concerns these; null for everything */
            readonly tenants: readonly string[] | null;
            /** Format: date-time */
            readonly created_at: string;
            readonly created_by: string;
            /** @description Why it gets nothing until it is pinged; null where it does */
            readonly off: string | null;
            /** @description `whsec_…`, by which Standard Webhooks are verified; shown this once */
            readonly secret: string;
            /**
             * Format: date-time
             * @description Until then messages are signed with the old one, too
             */
            readonly old_secret_until: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly pingWebhook: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example {webhook} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The delivery that a worker sends */
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly delivery: string;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listWebhookDeliveries: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path: {
        /** @example {webhook} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              /** @description Header `webhook-id` */
              readonly id: string;
              readonly type: string;
              readonly subject: string;
              /** @enum {string} */
              readonly state: 'waiting' | 'sent' | 'replaced' | 'dead';
              readonly attempts: number;
              /** Format: date-time */
              readonly created_at: string;
              /**
               * Format: date-time
               * @description Not before then is it attempted
               */
              readonly due_at: string;
              /** @description What the last attempt met */
              readonly why: string | null;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly removeWebhook: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description A random text that names the request, such as a UUID: the same again within a day gets the same answer, and nothing more happens; another request under it is refused (422) */
        readonly 'idempotency-key'?: string;
      };
      readonly path: {
        /** @example {webhook} */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The webhook as it was */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly id: string;
            /** @description Where events are posted to; its path and query, which may be a secret, are left out */
            readonly url: string;
            /** @description Types of events, or areas of them; null for all */
            readonly types: readonly string[] | null;
            /** @description Only what concerns these; null for everything */
            readonly tenants: readonly string[] | null;
            /** Format: date-time */
            readonly created_at: string;
            readonly created_by: string;
            /** @description Why it gets nothing until it is pinged; null where it does */
            readonly off: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly listAudit: {
    readonly parameters: {
      readonly query?: {
        /** @description Rows of a page */
        readonly limit?: number;
        /** @description `next_cursor` of the page before */
        readonly cursor?: string;
        readonly actor?: string;
        /**
         * @description An action, such as model.promote, or an area of them, such as model
         * @example retraining
         */
        readonly action?: string;
        /** @description Id of something that it was done to */
        readonly target?: string;
        /** @example done */
        readonly outcome?: 'done' | 'denied' | 'failed' | 'begun';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of them */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly data: readonly {
              readonly number: number;
              /** Format: date-time */
              readonly at: string;
              readonly actor: string;
              readonly on_behalf_of: string | null;
              readonly action: string;
              /** @description begun, done, denied or failed */
              readonly outcome: string;
              readonly targets: readonly {
                readonly kind: string;
                readonly id: string;
              }[];
              /** @description What may be told of the state after it */
              readonly after: unknown;
              /** @description Request, address, reason */
              readonly context: {
                readonly [key: string]: unknown;
              } | null;
              /** @description Hash of the entry before */
              readonly previous: string;
            }[];
            readonly next_cursor: string | null;
          };
          readonly 'text/csv': string;
          readonly 'application/x-ndjson': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showFrame: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the frame shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showToday: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfToday: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showModels: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfModels: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showModelPage: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
      };
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfModelPage: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path: {
        /** @example checks */
        readonly model: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showQuality: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @description Length of the window */
        readonly days?: '1' | '7' | '28' | '90';
        /** @description What the rows of the table are */
        readonly by?: 'rule' | 'source' | 'owner';
        /** @description Only forecasts made so many days ahead */
        readonly horizon?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfQuality: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @description Length of the window */
        readonly days?: '1' | '7' | '28' | '90';
        /** @description What the rows of the table are */
        readonly by?: 'rule' | 'source' | 'owner';
        /** @description Only forecasts made so many days ahead */
        readonly horizon?: number;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showAlerts: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfAlerts: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showSearch: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /**
         * @description Words, or beginnings of words; without any the pages and acts
         * @example orders
         */
        readonly q?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfSearch: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /**
         * @description Words, or beginnings of words; without any the pages and acts
         * @example orders
         */
        readonly q?: string;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showSeriesList: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /**
         * @description `source:shop state:failing,likely min_p:60 -tag:gold orders`: all terms have to be met
         * @example source:erp min_p:1
         */
        readonly filter?: string;
        /**
         * @description The likeliest to fail come first where rows are equal; with a minus the other way round
         * @example -odds
         */
        readonly sort?:
          | 'state'
          | 'series'
          | 'owner'
          | 'source'
          | 'tenant'
          | 'last'
          | 'target'
          | 'next'
          | 'naive'
          | 'odds'
          | 'cost'
          | 'skill'
          | 'evidence'
          | 'importance'
          | 'incident'
          | '-state'
          | '-series'
          | '-owner'
          | '-source'
          | '-tenant'
          | '-last'
          | '-target'
          | '-next'
          | '-naive'
          | '-odds'
          | '-cost'
          | '-skill'
          | '-evidence'
          | '-importance'
          | '-incident';
        /** @example owner */
        readonly group?: 'flat' | 'dataset' | 'rule' | 'owner' | 'source';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfSeriesList: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /**
         * @description `source:shop state:failing,likely min_p:60 -tag:gold orders`: all terms have to be met
         * @example source:erp min_p:1
         */
        readonly filter?: string;
        /**
         * @description The likeliest to fail come first where rows are equal; with a minus the other way round
         * @example -odds
         */
        readonly sort?:
          | 'state'
          | 'series'
          | 'owner'
          | 'source'
          | 'tenant'
          | 'last'
          | 'target'
          | 'next'
          | 'naive'
          | 'odds'
          | 'cost'
          | 'skill'
          | 'evidence'
          | 'importance'
          | 'incident'
          | '-state'
          | '-series'
          | '-owner'
          | '-source'
          | '-tenant'
          | '-last'
          | '-target'
          | '-next'
          | '-naive'
          | '-odds'
          | '-cost'
          | '-skill'
          | '-evidence'
          | '-importance'
          | '-incident';
        /** @example owner */
        readonly group?: 'flat' | 'dataset' | 'rule' | 'owner' | 'source';
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showSeries: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /**
         * @description Days back that are shown
         * @example 28
         */
        readonly range?: number;
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description `dataset/rule`, with the tenant in front where there is one
         * @example acme/orders/101
         */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfSeries: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /**
         * @description Days back that are shown
         * @example 28
         */
        readonly range?: number;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description `dataset/rule`, with the tenant in front where there is one
         * @example acme/orders/101
         */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showTargetEffect: {
    readonly parameters: {
      readonly query: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /**
         * @description A pass percentage
         * @example 80
         */
        readonly target: number;
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description `dataset/rule`, with the tenant in front where there is one
         * @example acme/orders/101
         */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfTargetEffect: {
    readonly parameters: {
      readonly query: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /**
         * @description A pass percentage
         * @example 80
         */
        readonly target: number;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description `dataset/rule`, with the tenant in front where there is one
         * @example acme/orders/101
         */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showSystem: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfSystem: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showSystemAudit: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfSystemAudit: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showIncidents: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @example all */
        readonly show?: 'open' | 'resolved' | 'all';
        /**
         * @description Only those that nobody has
         * @example false
         */
        readonly nobody?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfIncidents: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @example all */
        readonly show?: 'open' | 'resolved' | 'all';
        /**
         * @description Only those that nobody has
         * @example false
         */
        readonly nobody?: string;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly showIncidentPage: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
      };
      readonly header?: never;
      readonly path: {
        /** @example inc-3 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly tableOfIncidentPage: {
    readonly parameters: {
      readonly query?: {
        /** @description Only what was known at this time; the same bytes whenever it is asked */
        readonly known_at?: string;
        /** @description Only what this owner answers for */
        readonly owner?: string;
        /** @description Only series of this source */
        readonly source?: string;
        /** @description The first one of the page, by default */
        readonly table?: string;
      };
      readonly header?: never;
      readonly path: {
        /** @example inc-3 */
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The rows that the page shows */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly document: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description OpenAPI 3.1 */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly openapi: string;
          } & {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readonly error: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example series-unknown */
        readonly code: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The code */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly code: string;
            /** @description HTTP status of an answer with it */
            readonly status: number;
            readonly meaning: string;
            /** @description What to do at the command line */
            readonly hint: string | null;
          };
        };
      };
      /** @description Why the request was not met */
      readonly default: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
