BEGIN TRANSACTION;
CREATE TABLE audit_events (
	number INTEGER NOT NULL, 
	time VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	objects TEXT NOT NULL, 
	purpose VARCHAR NOT NULL, 
	request_id VARCHAR NOT NULL, 
	rows INTEGER NOT NULL, 
	previous VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "audit_events" VALUES(1,'2026-11-25T22:24:47+00:00','okänd (inloggning saknas)','list_made','["2026-W48-ost-97f981c6", "97f981c672f2f798c0e720e562772f3ad2a5944e374969a46e623f926fb60fe2"]','ej angivet (ändamål anges vid inloggning)','',1,'0000000000000000000000000000000000000000000000000000000000000000','913387c4576f515e243300d70a4299fe55710cba360beae239e72e30d669f414');
INSERT INTO "audit_events" VALUES(2,'2026-11-25T22:24:47+00:00','okänd (inloggning saknas)','lists_found','["2026-W48-ost-97f981c6"]','ej angivet (ändamål anges vid inloggning)','',1,'913387c4576f515e243300d70a4299fe55710cba360beae239e72e30d669f414','e0e2c24566a0c0f2f336f4385f2744c12755ea8347cb392b0663604cbcc371e4');
INSERT INTO "audit_events" VALUES(3,'2026-11-25T22:24:47+00:00','okänd (inloggning saknas)','list_read','["2026-W48-ost-97f981c6", "2026-W48-ost-97f981c6.1"]','ej angivet (ändamål anges vid inloggning)','',1,'e0e2c24566a0c0f2f336f4385f2744c12755ea8347cb392b0663604cbcc371e4','9d4f5f66072a87837972a0d1c882e9e8a929e8be16347219064ce42f42a21dde');
CREATE TABLE audit_head (
	count INTEGER NOT NULL, 
	digest VARCHAR NOT NULL
);
INSERT INTO "audit_head" VALUES(3,'9d4f5f66072a87837972a0d1c882e9e8a929e8be16347219064ce42f42a21dde');
CREATE TABLE list_entries (
	id VARCHAR NOT NULL, 
	list_id VARCHAR NOT NULL, 
	rank INTEGER NOT NULL, 
	band INTEGER NOT NULL, 
	drawn VARCHAR NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (list_id, rank), 
	FOREIGN KEY(list_id) REFERENCES selection_lists (id)
);
INSERT INTO "list_entries" VALUES('2026-W48-ost-97f981c6.1','2026-W48-ost-97f981c6',1,1,'ranking','{"id":"2026-W48-ost-97f981c6.1","rank":1,"workplace":"10001392","employer":"EMP01392","name":"Kungälvs Rivning 13 AB","address":"Hittepågatan 53, Kungälv","municipality":"Kungälv","sector":{"sv":"Restaurang","en":"Restaurant"},"employees":{"sv":"18 anställda","en":"18 employees"},"band":1,"drawn":"ranking","chance":0.001833810888252149,"lead":"arbetsmiljoverket","reasons":[{"authorities":["skatteverket"],"sentence":{"sv":"Arbetsgivardeklarationer som lämnats sent","en":"Late returns"},"value":{"sv":"67 %","en":"67%"},"direction":"raises","strength":"much","contribution":0.5280108982936751,"share":0.2606151752125496},{"authorities":["arbetsmiljoverket"],"sentence":{"sv":"Krav från inspektion som inte är åtgärdade","en":"Demands not met"},"value":{"sv":"2 krav","en":"2 demands"},"direction":"raises","strength":"much","contribution":0.5263551191212903,"share":0.25979791712087225},{"authorities":["arbetsmiljoverket"],"sentence":{"sv":"Anmälda olyckor per anställd","en":"Accidents"},"value":{"sv":"0,041 per anställd","en":"0.041 per employee"},"direction":"raises","strength":"some","contribution":0.19758096205704825,"share":0.09752184512017782},{"authorities":["arbetsmiljoverket"],"sentence":{"sv":"Månader sedan senaste inspektion","en":"Months since inspection"},"value":{"sv":"74 månader","en":"74 months"},"direction":"raises","strength":"some","contribution":0.18608914990331193,"share":0.09184972613999356},{"authorities":["skatteverket"],"sentence":{"sv":"Moms mot lönesumma jämfört med branschen","en":"VAT against pay"},"value":{"sv":"högre","en":"higher"},"direction":"raises","strength":"some","contribution":0.18337148470293035,"share":0.09050834323548282},{"authorities":["arbetsformedlingen"],"sentence":{"sv":"Subventioner som avbrutits","en":"Subsidies ended early"},"value":{"sv":"50 %","en":"50%"},"direction":"raises","strength":"some","contribution":0.17292049043553284,"share":0.08534995027248708},{"authorities":["bolagsverket"],"sentence":{"sv":"Bolagets ålder","en":"Age of the company"},"value":{"sv":"3,4 år","en":"3.4 years"},"direction":"raises","strength":"little","contribution":0.09999921747080745,"share":0.04935752967692962}],"rest":{"count":6,"raises":0.0616479058655203,"lowers":0.0033516073559869027},"gaps":[{"sv":"Arbetstillstånd utan lön i deklarationen","en":"Work permits without declared pay"},{"sv":"Lön under halvtid, andel av raderna","en":"Low pay"},{"sv":"Skatteskuld på skattekontot","en":"Tax debt"}],"explanation":"{}"}');
CREATE TABLE schema_version (
	version INTEGER
);
INSERT INTO "schema_version" VALUES(1);
CREATE TABLE selection_lists (
	id VARCHAR NOT NULL, 
	country VARCHAR NOT NULL, 
	centre VARCHAR NOT NULL, 
	week VARCHAR NOT NULL, 
	made_at VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	entries INTEGER NOT NULL, 
	random INTEGER NOT NULL, 
	head TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "selection_lists" VALUES('2026-W48-ost-97f981c6','Sverige','ost','2026-W48','2026-11-23T05:10:00+00:00','97f981c672f2f798c0e720e562772f3ad2a5944e374969a46e623f926fb60fe2',1,0,'{"id":"2026-W48-ost-97f981c6","centre":{"code":"ost","name":"Öst (Norrköping)","counties":["Östergötland","Södermanland","Jönköping"]},"week":{"year":2026,"number":48},"provenance":{"country":"Sverige","as_of":"2026-11-01","made_at":"2026-11-23T05:10:00Z","model":"ranker 1","model_digest":"5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e","snapshot_digest":"a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7","invented":true,"control_rate":10.0},"policy":"default","policy_digest":"ca07a46f51d095f9af36d99c7e630425627fa0fff50468b715c2c989f34205be","capacity":8,"draw":{"seed":"lykta 2026 2026-W48 ost","expected":0.64,"population":349,"population_digest":"d7e0bacba4c0bc99df1ac7ca04825012c2125867d84dd2c9e25d5a13f4024d97"},"funnel":[["workplaces",400],["eligible",381],["rested",349]],"frequencies":[{"band":1,"found":46,"controlled":212,"period":"2025"},{"band":2,"found":31,"controlled":388,"period":"2025"},{"band":3,"found":17,"controlled":455,"period":"2025"},{"band":4,"found":null,"controlled":9,"period":"2025"}]}');
CREATE INDEX lists_by_centre_and_week ON selection_lists (centre, week, made_at);
CREATE TRIGGER audit_events_update BEFORE UPDATE ON audit_events BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
CREATE TRIGGER audit_events_delete BEFORE DELETE ON audit_events BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
CREATE TRIGGER selection_lists_update BEFORE UPDATE ON selection_lists BEGIN SELECT RAISE(ABORT, 'selection_lists is append-only'); END;
CREATE TRIGGER selection_lists_delete BEFORE DELETE ON selection_lists BEGIN SELECT RAISE(ABORT, 'selection_lists is append-only'); END;
CREATE TRIGGER list_entries_update BEFORE UPDATE ON list_entries BEGIN SELECT RAISE(ABORT, 'list_entries is append-only'); END;
CREATE TRIGGER list_entries_delete BEFORE DELETE ON list_entries BEGIN SELECT RAISE(ABORT, 'list_entries is append-only'); END;
COMMIT;
