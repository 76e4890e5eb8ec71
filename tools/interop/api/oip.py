# Asks a server by the HTTP client of Triton: metadata, readiness, a forecast. Prints what it was told, as JSON.
import json
import sys

import numpy as np
import tritonclient.http as http

url, model, dataset, rule, day = sys.argv[1:]
client = http.InferenceServerClient(url=url)
texts = {"dataset_uuid": dataset, "rule_code": rule, "business_date": day}
inputs = []
for name, text in texts.items():
    one = http.InferInput(name, [1], "BYTES")
    one.set_data_from_numpy(np.array([text.encode()], dtype=object), binary_data=False)
    inputs.append(one)
outputs = [http.InferRequestedOutput("predicted_pass_percentage", binary_data=False)]
found = client.infer(model, inputs, outputs=outputs)
print(json.dumps({
    "live": client.is_server_live(),
    "ready": client.is_server_ready(),
    "modelReady": client.is_model_ready(model),
    "server": client.get_server_metadata()["name"],
    "model": client.get_model_metadata(model)["name"],
    "points": [float(one) for one in found.as_numpy("predicted_pass_percentage").flatten()],
}))
